import { type FreeTime, type PartOfDay, partOfDay } from '../free-times.ts'
import { usePage } from '../page-context.ts'
import { writeDay, writeTime } from '../write-time.ts'
import { useRoving } from './use-roving.ts'

type Props = {
  day: string
  times: readonly FreeTime[]
  /** A class has places to show; a visit has not. */
  isShared: boolean
  /** Start of the time that is being asked for just now. */
  pending: number | undefined
  /** Start of the visitor's own hold. */
  own: number | undefined
  onPick: (time: FreeTime) => void
}

const parts: PartOfDay[] = ['morning', 'afternoon', 'evening']

/** The free times of a day, by part of the day. */
export function TimeList({ day, times, onPick, ...rest }: Props) {
  const { t, locale, zone } = usePage()
  const titles = { morning: t.morning, afternoon: t.afternoon, evening: t.evening }
  const roving = useRoving(times.length)
  const numbered = times.map((time, index) => ({ time, index, part: partOfDay(time.start, zone) }))
  return (
    <div className="times" role="toolbar" aria-label={t.freeTimesOn(writeDay(locale, day))} {...roving.group}>
      {parts.map((part) => {
        const entries = numbered.filter((entry) => entry.part === part)
        if (entries.length === 0) return null
        return <Part key={part} title={titles[part]} entries={entries} item={roving.item} onPick={onPick} {...rest} />
      })}
    </div>
  )
}

type PartProps = Pick<Props, 'isShared' | 'pending' | 'own' | 'onPick'> & {
  title: string
  entries: readonly { time: FreeTime; index: number }[]
  item: ReturnType<typeof useRoving>['item']
}

function Part({ title, entries, item, ...rest }: PartProps) {
  return (
    <fieldset className="times-part">
      <legend>{title}</legend>
      <div className="times-grid">
        {entries.map(({ index, time }) => (
          <TimeButton key={time.start} time={time} focus={item(index)} {...rest} />
        ))}
      </div>
    </fieldset>
  )
}

type ButtonProps = Pick<Props, 'isShared' | 'pending' | 'own' | 'onPick'> & { time: FreeTime; focus: object }

function TimeButton({ time, focus, isShared, pending, own, onPick }: ButtonProps) {
  const { t, locale, zone, unit, isElsewhere } = usePage()
  const isOwn = time.start === own
  const classes = ['time', isOwn && 'own', time.start === pending && 'pending'].filter(Boolean).join(' ')
  return (
    <button
      type="button"
      className={classes}
      aria-disabled={pending !== undefined}
      onClick={() => pending === undefined && onPick(time)}
      {...focus}
    >
      <span className="time-main">{writeTime(locale, time.start, zone)}</span>
      {isElsewhere && <span className="time-note">{writeTime(locale, time.start, unit.timeZone)}</span>}
      {isShared && <span className="time-note">{t.placesLeft(time.placesLeft)}</span>}
      {isOwn && <span className="time-note">{t.yourTime}</span>}
    </button>
  )
}
