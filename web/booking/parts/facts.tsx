import type { ReactNode } from 'react'
import type { Appointment, Hold, Service } from '../../api/schema.generated.ts'
import { usePage } from '../page-context.ts'
import type { Offer } from '../unit.ts'
import { writeSpan, writeZone } from '../write-time.ts'

type Props = {
  of: Pick<Hold | Appointment, 'start' | 'end' | 'durationMinutes' | 'resources'>
  /** Undefined when it is no longer offered. */
  service: Service | undefined
  offer: Offer
  children?: ReactNode
}

/** What, when, with whom and where; further facts as children. */
export function Facts({ of, service, offer, children }: Props) {
  const { t, unit, zone, isElsewhere } = usePage()
  const [start, end] = [Date.parse(of.start), Date.parse(of.end)]
  const names = of.resources.flatMap(
    ({ resourceId }) => offer.resources.find(({ id }) => id === resourceId)?.name ?? [],
  )
  return (
    <dl className="facts">
      {service && (
        <Fact name={t.service}>
          {service.name}, {t.minutes(of.durationMinutes)}
        </Fact>
      )}
      <Fact name={t.when}>
        <Span start={start} end={end} in={zone} withZone={isElsewhere} />
      </Fact>
      {isElsewhere && (
        <Fact name={t.whenAtPlace}>
          <Span start={start} end={end} in={unit.timeZone} withZone />
        </Fact>
      )}
      {names.length > 0 && <Fact name={t.who}>{names.join(', ')}</Fact>}
      {unit.address && (
        <Fact name={t.address}>
          {unit.name}, {unit.address}
        </Fact>
      )}
      {children}
    </dl>
  )
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Span({ start, end, in: zone, withZone }: { start: number; end: number; in: string; withZone: boolean }) {
  const { locale } = usePage()
  const { day, times } = writeSpan(locale, start, end, zone)
  return (
    <>
      <strong>
        {day}, <span className="whole">{times}</span>
      </strong>
      {withZone && <span className="quiet"> {writeZone(zone, start)}</span>}
    </>
  )
}
