import { statement } from '../../platform/db/statement.ts'
import { type AppointmentRow, appointmentColumns } from './appointments.sql.ts'

/** The parameters of every statement below. */
type SpanValues = [subjectId: string, unitId: string, daysBack: number, daysAhead: number, goneDays: number]

// Whole days of UTC, so that what is asked for changes once a day and not with every second. As subqueries they are reckoned
// once, not for every row.
const since = (days: string) => `(select date_trunc('day', clock_at()) - ${days} * interval '1 day')`
const [first, last, goneSince] = [since('$3'), since('-($4 + 1)'), since('$5')]

/** Holds were promised to nobody. What is gone is named for a while: left out at once, some programs would keep it for ever. */
const inSpan = (theirs: string, isLeft = 'false') => `
   from ${theirs} join clients c on c.id = a.client_id
   cross join lateral (select a.status = 'CANCELLED' or ${isLeft}
                              or coalesce(a.approval_deadline_at <= (select clock_at()), false) as is_gone) g
  where a.starts_at >= ${first} and a.starts_at < ${last}
    and a.status <> 'HELD' and coalesce(a.cancel_reason, '') not in ('HOLD_EXPIRED', 'HOLD_RELEASED', 'HOLD_REPLACED')
    and (not g.is_gone or a.updated_at >= ${goneSince})`

/**
 * What a resource has, by the index of active claims, buffers included; and what it had and lost lately, by cancelling or by a
 * move to another resource. Inactive claims are kept for good and have no index by time, so those are looked for by appointment.
 */
const ofResource = `
  (select x.appointment_id as id, false as is_left from claims x
    where x.resource_id = $1 and x.is_active and x.appointment_id is not null
      and x.during && tstzrange(${since('($3 + 1)')}, ${since('-($4 + 2)')})
   union
   select l.id, true from appointments l
    where l.unit_id = $2 and l.starts_at >= ${first} and l.starts_at < ${last} and l.updated_at >= ${goneSince}
      and l.status <> 'HELD' and exists (select from claims x where x.appointment_id = l.id and x.resource_id = $1)
      and not exists (select from claims x where x.appointment_id = l.id and x.resource_id = $1 and x.is_active)
  ) t join appointments a on a.id = t.id`

/** One text per kind of subject, so that each is planned for the index it has. */
const spans = {
  CLIENT: `${inSpan('appointments a')} and a.client_id = $1 and a.unit_id = $2`,
  RESOURCE: inSpan(ofResource, 't.is_left'),
  UNIT: `${inSpan('appointments a')} and a.unit_id = $1 and a.unit_id = $2`,
} as const
export type CalendarOf = keyof typeof spans

/** A sum does not depend on the order, so nothing is sorted. The client's name is part of what is shown. */
const readState = (of: CalendarOf) =>
  statement<{ state: string }, SpanValues>(
    `calendar-state-${of.toLowerCase()}`,
    `select concat_ws('.', (date_trunc('day', clock_at()))::date, count(*), sum(hashtextextended(
        concat_ws(' ', a.id, c.row_version, g.is_gone), a.row_version))) as state ${spans[of]}`,
  )

const listRows = (of: CalendarOf) =>
  statement<AppointmentRow & { is_gone: boolean }, [...SpanValues, most: number]>(
    `calendar-appointments-${of.toLowerCase()}`,
    `select ${appointmentColumns}, g.is_gone ${spans[of]} order by a.starts_at, a.id limit $6`,
  )

export const calendarStates = { CLIENT: readState('CLIENT'), RESOURCE: readState('RESOURCE'), UNIT: readState('UNIT') }
export const calendarRows = { CLIENT: listRows('CLIENT'), RESOURCE: listRows('RESOURCE'), UNIT: listRows('UNIT') }
