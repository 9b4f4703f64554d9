/** Why a calendar was not read. The limits are those of `received-lines.ts`. */
export type CalendarFault =
  | 'too-large'
  | 'forbidden-character'
  | 'line-too-long'
  | 'too-many-lines'
  | 'too-many-parameters'
  | 'too-many-components'
  | 'nested-too-deep'
  | 'too-many-attendees'
  | 'unbalanced'
  | 'no-calendar'
  | 'several-calendars'
  | 'no-uid'
  | 'too-long-an-event'

/** Thrown by `parseCalendar` for everything it does not take. */
export class UnreadableCalendar extends Error {
  override readonly name = 'UnreadableCalendar'
  readonly fault: CalendarFault

  constructor(fault: CalendarFault, detail: string) {
    super(`unreadable calendar (${fault}): ${detail}`)
    this.fault = fault
  }
}
