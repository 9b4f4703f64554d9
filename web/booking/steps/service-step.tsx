import type { Address } from '../address.ts'
import { usePage } from '../page-context.ts'
import { ContactLinks } from '../parts/contact-links.tsx'
import { GoLink } from '../parts/go-link.tsx'
import { Notice } from '../parts/notice.tsx'
import { StepHeading } from '../parts/step-heading.tsx'
import type { Offer } from '../unit.ts'
import type { BookingActions } from '../use-booking.ts'
import type { Visit } from '../visit.ts'

type Props = { offer: Offer; address: Address; visit: Visit; booking: BookingActions }

/** What would you like to book? */
export function ServiceStep({ offer, address, visit, booking }: Props) {
  const { t } = usePage()
  const isGone = address.service !== undefined
  /** Another service gives the held time back; the same one goes on with it. */
  const letGo = (serviceId: string) => {
    if (visit.held && visit.held.hold.serviceId !== serviceId) booking.release()
  }
  return (
    <>
      <StepHeading>{t.chooseService}</StepHeading>
      {isGone && <Notice title={t.serviceGone} kind="info" />}
      {offer.services.length === 0 && (
        <p className="lead">
          {t.nothingOffered} {t.reachUs} <ContactLinks />
        </p>
      )}
      <ul className="choices">
        {offer.services.map(({ id, slug, name, description, durations, needsApproval }) => (
          <li key={id}>
            <GoLink to={{ service: slug }} className="card choice" before={() => letGo(id)}>
              <span className="choice-top">
                <strong>{name}</strong>
                <span className="choice-length">{t.minutes(durations.join(' / '))}</span>
              </span>
              {description && <span className="quiet">{description}</span>}
              {needsApproval && <span className="badge">{t.needsApproval}</span>}
            </GoLink>
          </li>
        ))}
      </ul>
    </>
  )
}
