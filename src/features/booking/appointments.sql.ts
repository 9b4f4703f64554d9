import type { AppointmentId, ClientId, ServiceId, UnitId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { bulkStatement, statement } from '../../platform/db/statement.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import type { Appointment, AppointmentStatus, CancelReason, Place } from './appointment.ts'

export type AppointmentRow = {
  id: string
  unit_id: string
  service_id: string
  client_id: string | null
  status: string
  starts_at: Temporal.Instant
  duration_minutes: number
  lock_level: number
  row_version: number
  uid: string
  ics_sequence: number
  ics_major_sequence: number
  channel: string
  conversation: string | null
  reservation_token: string
  hold_expires_at: Temporal.Instant | null
  hold_extended: boolean
  approval_deadline_at: Temporal.Instant | null
  cancel_reason: string | null
  override_reason: string | null
  attendee_name: string | null
  contact_email: string | null
  notes: string
  created_at: Temporal.Instant
  updated_at: Temporal.Instant
  places: Place[] | null
}

/**
 * A row with its places. A cancelled appointment shows the places it had last: of inactive claims, those of the youngest
 * set. Overbooking splits one place into several claims, hence `distinct`.
 */
export const appointmentColumns = `
  a.id, a.unit_id, a.service_id, a.client_id, a.status, a.starts_at, a.duration_minutes, a.lock_level, a.row_version, a.uid,
  a.ics_sequence, a.ics_major_sequence, a.channel, a.conversation, a.reservation_token, a.hold_expires_at, a.hold_extended, a.approval_deadline_at,
  a.cancel_reason, a.override_reason, a.attendee_name, a.contact_email, a.notes, a.created_at, a.updated_at,
  (select json_agg(distinct jsonb_build_object('role', c.role, 'resourceId', c.resource_id)) from claims c
    where c.appointment_id = a.id and (c.is_active or (a.status = 'CANCELLED' and c.changed_xid =
      (select max(l.changed_xid) from claims l where l.appointment_id = a.id)))) as places`

const findById = statement<AppointmentRow, [id: string]>(
  'appointment-by-id',
  `select ${appointmentColumns} from appointments a where a.id = $1`,
)
export const findByToken = statement<AppointmentRow, [token: string]>(
  'appointment-by-token',
  `select ${appointmentColumns} from appointments a where a.reservation_token = $1`,
)
export const lockById = statement<{ id: string }, [id: string]>(
  'appointment-lock',
  'select id from appointments where id = $1 for update',
)
// A statement of its own: its snapshot and its clock are of the moment the lock was had, not of when it was asked for.
export const readLocked = statement<AppointmentRow & { now: number }, [id: string]>(
  'appointment-locked',
  `select ${appointmentColumns}, date_part('epoch', clock_at()) * 1000 as now from appointments a where a.id = $1`,
)

export const insert = statement<
  never,
  [
    id: string,
    unitId: string,
    serviceId: string,
    startsAt: string,
    durationMinutes: number,
    uid: string,
    channel: string,
    conversation: string | null,
    token: string,
    holdExpiresAt: string,
    overrideReason: string | null,
    now: string,
  ]
>(
  'appointment-insert-hold',
  `insert into appointments (id, unit_id, service_id, status, during, duration_minutes, uid, channel, conversation,
                             reservation_token, hold_expires_at, override_reason, created_at, updated_at)
   values ($1, $2, $3, 'HELD', tstzrange($4::timestamptz, $4::timestamptz + $5::int * interval '1 minute'), $5, $6, $7, $8, $9,
           $10, $11, $12, $12)`,
)

export const update = statement<
  never,
  [
    id: string,
    rowVersion: number,
    status: string,
    clientId: string | null,
    startsAt: string,
    durationMinutes: number,
    lockLevel: number,
    icsSequence: number,
    holdExpiresAt: string | null,
    holdExtended: boolean,
    approvalDeadlineAt: string | null,
    cancelReason: string | null,
    overrideReason: string | null,
    attendeeName: string | null,
    notes: string,
    updatedAt: string,
    icsMajorSequence: number,
    contactEmail: string | null,
  ]
>(
  'appointment-update',
  `with saved as (
   update appointments set row_version = $2, status = $3, client_id = $4,
     during = tstzrange($5::timestamptz, $5::timestamptz + $6::int * interval '1 minute'), duration_minutes = $6, lock_level = $7,
     ics_sequence = $8, hold_expires_at = $9, hold_extended = $10, approval_deadline_at = $11, cancel_reason = $12,
     override_reason = $13, attendee_name = $14, notes = $15, updated_at = $16, ics_major_sequence = $17, contact_email = $18
   where id = $1 and row_version = $2 - 1 returning id)
   select require_rows(count(*), 1) from saved`,
)

export async function find(db: Queryable, id: AppointmentId): Promise<Appointment | undefined> {
  const [row] = await db.run(findById, id)
  return row && readAppointment(row)
}

const findByIds = bulkStatement<AppointmentRow, [ids: readonly string[]]>(
  'appointments-by-ids',
  `select ${appointmentColumns} from appointments a where a.id = any($1::uuid[])`,
)

export async function findAmong(db: Queryable, ids: readonly AppointmentId[]): Promise<Appointment[]> {
  return (await db.run(findByIds, ids)).map(readAppointment)
}

export async function findHold(db: Queryable, reservationToken: string): Promise<Appointment | undefined> {
  const [row] = await db.run(findByToken, reservationToken)
  return row && readAppointment(row)
}

/** Locks the appointment's row and reads it and the database's clock. Last in the lock order. */
export async function lock(
  tx: Transaction,
  id: AppointmentId,
): Promise<{ appointment: Appointment; now: number } | undefined> {
  const [, [row]] = await Promise.all([tx.run(lockById, id), tx.run(readLocked, id)])
  return row && { appointment: readAppointment(row), now: Math.floor(row.now) }
}

/** Writes a new hold. Its claims are written apart. */
export function insertHold(tx: Transaction, hold: Appointment): void {
  tx.send(
    insert,
    hold.id,
    hold.unitId,
    hold.serviceId,
    iso(hold.startsAt),
    hold.durationMinutes,
    hold.uid,
    hold.channel,
    hold.conversation,
    hold.reservationToken,
    iso(hold.holdExpiresAt as number),
    hold.overrideReason,
    iso(hold.createdAt),
  )
}

/** Writes the next version of an appointment. The caller holds its lock, so the version before is always there. */
export function save(tx: Transaction, appointment: Appointment): void {
  tx.send(
    update,
    appointment.id,
    appointment.rowVersion,
    appointment.status,
    appointment.clientId,
    iso(appointment.startsAt),
    appointment.durationMinutes,
    appointment.lockLevel,
    appointment.icsSequence,
    isoOrNull(appointment.holdExpiresAt),
    appointment.holdExtended,
    isoOrNull(appointment.approvalDeadlineAt),
    appointment.cancelReason,
    appointment.overrideReason,
    appointment.attendeeName,
    appointment.notes,
    iso(appointment.updatedAt),
    appointment.icsMajorSequence,
    appointment.contactEmail,
  )
}

export function readAppointment(row: AppointmentRow): Appointment {
  return {
    id: row.id as AppointmentId,
    unitId: row.unit_id as UnitId,
    serviceId: row.service_id as ServiceId,
    clientId: row.client_id as ClientId | null,
    status: row.status as AppointmentStatus,
    startsAt: row.starts_at.epochMilliseconds,
    durationMinutes: row.duration_minutes,
    lockLevel: row.lock_level,
    rowVersion: row.row_version,
    uid: row.uid,
    icsSequence: row.ics_sequence,
    icsMajorSequence: row.ics_major_sequence,
    channel: row.channel,
    conversation: row.conversation,
    reservationToken: row.reservation_token,
    holdExpiresAt: row.hold_expires_at?.epochMilliseconds ?? null,
    holdExtended: row.hold_extended,
    approvalDeadlineAt: row.approval_deadline_at?.epochMilliseconds ?? null,
    cancelReason: row.cancel_reason as CancelReason | null,
    overrideReason: row.override_reason,
    attendeeName: row.attendee_name,
    contactEmail: row.contact_email,
    notes: row.notes,
    createdAt: row.created_at.epochMilliseconds,
    updatedAt: row.updated_at.epochMilliseconds,
    places: row.places ?? [],
  }
}

const iso = (ms: number) => new Date(ms).toISOString()
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms))
