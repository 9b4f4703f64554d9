import { sql } from 'kysely'
import type { ResourceId, UnitId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { statement } from '../../platform/db/statement.ts'
import type { Appointment } from './appointment.ts'
import { type AppointmentRow, appointmentColumns, readAppointment } from './appointments.sql.ts'
import type { ListAppointmentsInput } from './list-appointments.ts'

type Query = Omit<ListAppointmentsInput, 'cursor'> & {
  readonly onlyResources: readonly ResourceId[] | undefined
  readonly after: readonly [startsAt: number, id: string] | undefined
}

/** Built at run time: only the conditions that were asked for, so that the planner can use the index they fit. */
export async function listAppointmentRows(db: Queryable, query: Query): Promise<Appointment[]> {
  const conditions = [sql`a.unit_id = ${query.unitId}`]
  if (query.from) conditions.push(sql`a.starts_at >= ${query.from.toString()}::timestamptz`)
  if (query.to) conditions.push(sql`a.starts_at < ${query.to.toString()}::timestamptz`)
  if (query.status) conditions.push(sql`a.status = ${query.status}`)
  if (query.clientId) conditions.push(sql`a.client_id = ${query.clientId}`)
  if (query.resourceId) conditions.push(takesOneOf([query.resourceId]))
  if (query.onlyResources) conditions.push(takesOneOf(query.onlyResources))
  if (query.after) {
    const [startsAt, id] = query.after
    conditions.push(sql`(a.starts_at, a.id) > (${new Date(startsAt).toISOString()}::timestamptz, ${id}::uuid)`)
  }
  const { rows } = await sql<AppointmentRow>`
    select ${sql.raw(appointmentColumns)} from appointments a where ${sql.join(conditions, sql` and `)}
     order by a.starts_at, a.id limit ${query.limit + 1}`.execute(db.kysely)
  return rows.map(readAppointment)
}

function takesOneOf(resourceIds: readonly ResourceId[]) {
  return sql`exists (select from claims c where c.appointment_id = a.id and c.resource_id = any (${resourceIds}::uuid[])
    and (c.is_active or a.status = 'CANCELLED'))`
}

const future = statement<AppointmentRow, [unitId: string, resourceId: string | null, most: number]>(
  'appointments-future',
  `select ${appointmentColumns} from appointments a
    where a.unit_id = $1 and a.starts_at >= clock_at() and a.status in ('HELD', 'PENDING_APPROVAL', 'CONFIRMED')
      and ($2::uuid is null or exists (select from claims c where c.appointment_id = a.id and c.resource_id = $2 and c.is_active))
    order by a.starts_at, a.id limit $3`,
)

/** What stands from now on, of one resource or of all; the earliest first. */
export async function futureAppointments(
  db: Queryable,
  unitId: UnitId,
  resourceId: ResourceId | null,
  most: number,
): Promise<Appointment[]> {
  return (await db.run(future, unitId, resourceId, most)).map(readAppointment)
}
