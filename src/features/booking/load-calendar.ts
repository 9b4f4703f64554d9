import type { UnitId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import type { Appointment } from './appointment.ts'
import { readAppointment } from './appointments.sql.ts'
import { type CalendarOf, calendarRows, calendarStates } from './calendar-appointments.sql.ts'

/** Whose calendar, and how much of it: whole days of UTC before and after today. */
export type CalendarSpan = {
  readonly of: CalendarOf
  readonly unitId: UnitId
  readonly subjectId: string
  readonly daysBack: number
  readonly daysAhead: number
  /** How long after it went an appointment is still named as gone. */
  readonly goneDays: number
}

/** `isGone`: cancelled, past the deadline for its approval, or given to somebody else. */
export type CalendarAppointment = { readonly appointment: Appointment; readonly isGone: boolean }

/** A text that changes whenever `loadCalendar` would answer otherwise, or the record of one of its clients changed. */
export async function loadCalendarState(db: Queryable, span: CalendarSpan): Promise<string> {
  const [row] = await db.run(calendarStates[span.of], ...valuesOf(span))
  return row?.state ?? ''
}

/** What was promised in that span, by start: requests, appointments, and what went of late; never a hold. At most `most`. */
export async function loadCalendar(db: Queryable, span: CalendarSpan, most: number): Promise<CalendarAppointment[]> {
  const rows = await db.run(calendarRows[span.of], ...valuesOf(span), most)
  return rows.map((row) => ({ appointment: readAppointment(row), isGone: row.is_gone }))
}

function valuesOf({ subjectId, unitId, daysBack, daysAhead, goneDays }: CalendarSpan) {
  return [subjectId, unitId, daysBack, daysAhead, goneDays] as const
}
