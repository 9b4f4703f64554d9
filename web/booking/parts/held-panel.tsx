import type { Ref } from 'react'
import type { Service } from '../../api/schema.generated.ts'
import type { HeldTime as Held } from '../calls.ts'
import { usePage } from '../page-context.ts'
import type { Offer } from '../unit.ts'
import { Facts } from './facts.tsx'
import { HeldTime } from './held-time.tsx'

type Props = {
  ref: Ref<HTMLElement>
  service: Service
  offer: Offer
  held: Held
  /** False once the time is known not to be held any more. */
  isRunning: boolean
  onEnd: () => void
  onExtend: () => void
  onOtherTime: () => void
}

/** What is about to be booked, and how long it is held. */
export function HeldPanel({ ref, service, offer, held, isRunning, onEnd, onExtend, onOtherTime }: Props) {
  const { t } = usePage()
  return (
    <section ref={ref} className="card summary" tabIndex={-1} aria-label={t.yourTime}>
      <Facts of={held.hold} service={service} offer={offer} />
      {isRunning && (
        <HeldTime endsAt={held.endsAt} onEnd={onEnd}>
          <div className="held-actions">
            {held.hold.canExtend && (
              <button type="button" className="link" onClick={onExtend}>
                {t.moreTime}
              </button>
            )}
            <button type="button" className="link" onClick={onOtherTime}>
              {t.otherTime}
            </button>
          </div>
        </HeldTime>
      )}
    </section>
  )
}
