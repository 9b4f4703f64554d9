import { useId } from 'react'
import { type FreeTime, monthsUntil } from '../free-times.ts'
import { addDays } from '../local-day.ts'
import { usePage } from '../page-context.ts'
import { writeDay, writeMonth, writeWeekday } from '../write-time.ts'

type Props = {
  /** The days in view. */
  days: readonly string[]
  /** Undefined while it is being loaded: then no day can be chosen. */
  byDay: ReadonlyMap<string, readonly FreeTime[]> | undefined
  chosen: string | undefined
  today: string
  /** The last day that may have free times. */
  last: string
  /** Another day in view, or another page of days. */
  onChoose: (day: string) => void
}

/** Seven days to choose from, and ways to others. Days without free times cannot be chosen. */
export function DayPicker({ days, byDay, chosen, today, last, onChoose }: Props) {
  const { t } = usePage()
  const first = days[0] ?? today
  const next = addDays(days.at(-1) ?? today, 1)
  return (
    <div className="days" aria-busy={byDay === undefined}>
      <div className="days-top">
        <MonthSelect shown={chosen ?? first} today={today} last={last} onChoose={onChoose} />
        <div className="days-turn">
          <TurnButton
            label={t.earlierDays}
            sign="‹"
            isOff={first <= today}
            onTurn={() => onChoose(addDays(first, -days.length))}
          />
          <TurnButton label={t.laterDays} sign="›" isOff={next > last} onTurn={() => onChoose(next)} />
        </div>
      </div>
      <fieldset className="strip">
        <legend className="visually-hidden">{t.day}</legend>
        {days.map((day) => (
          <DayChoice
            key={day}
            day={day}
            isToday={day === today}
            withMonth={day === first || day.endsWith('-01')}
            isFree={(byDay?.get(day)?.length ?? 0) > 0}
            isLoading={byDay === undefined}
            isChosen={day === chosen}
            onChoose={onChoose}
          />
        ))}
      </fieldset>
    </div>
  )
}

type DayProps = {
  day: string
  isToday: boolean
  withMonth: boolean
  isFree: boolean
  isLoading: boolean
  isChosen: boolean
  onChoose: (day: string) => void
}

function DayChoice({ day, isToday, withMonth, isFree, isLoading, isChosen, onChoose }: DayProps) {
  const { t, locale } = usePage()
  const month = t.shortMonths[Number(day.slice(5, 7)) - 1]
  return (
    <label className={isLoading ? 'day loading' : 'day'}>
      <input type="radio" name="day" checked={isChosen} disabled={!isFree} onChange={() => onChoose(day)} />
      <span className="visually-hidden">
        {writeDay(locale, day)}
        {isToday && `, ${t.today}`}
      </span>
      <span className="day-face" aria-hidden="true">
        <span className="day-weekday">{writeWeekday(locale, day)}</span>
        <span className="day-number">{Number(day.slice(8))}</span>
        <span className="day-month">{withMonth ? month : isToday ? t.today : ''}</span>
      </span>
    </label>
  )
}

function MonthSelect({ shown, today, last, onChoose }: { shown: string } & Pick<Props, 'today' | 'last' | 'onChoose'>) {
  const { t, locale } = usePage()
  const id = useId()
  const months = monthsUntil(today, last)
  return (
    <div className="month">
      <label className="visually-hidden" htmlFor={id}>
        {t.month}
      </label>
      <select
        id={id}
        value={months.find((month) => month.slice(0, 7) === shown.slice(0, 7)) ?? months[0]}
        onChange={(event) => onChoose(event.target.value)}
      >
        {months.map((month) => (
          <option key={month} value={month}>
            {writeMonth(locale, month)}
          </option>
        ))}
      </select>
    </div>
  )
}

function TurnButton({
  label,
  sign,
  isOff,
  onTurn,
}: {
  label: string
  sign: string
  isOff: boolean
  onTurn: () => void
}) {
  // Not `disabled`: that would take the focus away from who turns to the last page.
  return (
    <button type="button" className="turn" aria-disabled={isOff} onClick={() => !isOff && onTurn()}>
      <span aria-hidden="true">{sign}</span>
      <span className="visually-hidden">{label}</span>
    </button>
  )
}
