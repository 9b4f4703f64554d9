import { dayIn } from '../local-day.ts'
import { usePage } from '../page-context.ts'
import { describeTrouble } from '../trouble.ts'
import type { FreeTimes } from '../use-free-times.ts'
import { writeDayAndTime } from '../write-time.ts'
import { ContactLinks } from './contact-links.tsx'
import { TroubleNotice } from './notice.tsx'

type Props = {
  next: FreeTimes['next']
  onChoose: (day: string) => void
  /** Set when a certain person or room was asked for. */
  onAnyone: (() => void) | undefined
}

/** No day in view has a free time: where the next one is, and what else could be tried. */
export function NoTimes({ next, onChoose, onAnyone }: Props) {
  const { t, locale, zone } = usePage()
  const found = next.data
  if (next.error) return <TroubleNotice trouble={describeTrouble(next.error, t)} onRetry={next.reload} />
  return (
    <div className="no-times">
      <p>{found === null ? t.noTimesAhead : t.noTimesInDays}</p>
      {found && (
        <p>
          <button type="button" className="button quiet-button" onClick={() => onChoose(dayIn(zone, found.start))}>
            {t.nextFreeTime(writeDayAndTime(locale, found.start, zone))}
          </button>
        </p>
      )}
      {onAnyone && (
        <p>
          {t.noTimesWithChoice}{' '}
          <button type="button" className="link" onClick={onAnyone}>
            {t.showAnyone}
          </button>
        </p>
      )}
      {found === null && (
        <p>
          {t.reachUs} <ContactLinks />
        </p>
      )}
    </div>
  )
}
