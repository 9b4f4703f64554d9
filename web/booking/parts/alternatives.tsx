import { usePage } from '../page-context.ts'
import { writeDayAndTime, writeTime } from '../write-time.ts'
import { Notice } from './notice.tsx'

/** A time that was lost to somebody else, and the free ones nearest to it; epoch ms. */
export type Lost = { start: number; alternatives: readonly number[] }

/** `note` comes before the offer. */
type Props = { lost: Lost; isBusy: boolean; note?: string; onPick: (start: number) => void }

export function Alternatives({ lost, isBusy, note, onPick }: Props) {
  const { t, locale, zone, unit, isElsewhere } = usePage()
  const hasAny = lost.alternatives.length > 0
  return (
    <Notice title={t.taken(writeDayAndTime(locale, lost.start, zone))} key={lost.start} isAnswer>
      <p>
        {note} {hasAny ? t.takenNearest : t.takenNone}
      </p>
      {hasAny && (
        <ul className="alternatives">
          {lost.alternatives.map((start) => (
            <li key={start}>
              <button
                type="button"
                className="time wide"
                aria-disabled={isBusy}
                onClick={() => !isBusy && onPick(start)}
              >
                <span className="time-main">{writeDayAndTime(locale, start, zone)}</span>
                {isElsewhere && <span className="time-note">{writeTime(locale, start, unit.timeZone)}</span>}
              </button>
            </li>
          ))}
        </ul>
      )}
    </Notice>
  )
}
