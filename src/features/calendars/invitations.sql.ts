import { bulkStatement, statement } from '../../platform/db/statement.ts'
import type { Invitation, InvitationMethod, Partstat } from './invitation.ts'

type InvitationRow = {
  appointment_id: string
  unit_id: string
  attendee: string
  audience: 'CLIENT' | 'PROVIDER'
  partstat: Partstat
  sequence: number
  method: InvitationMethod
  dtstamp: Temporal.Instant
  first_message_id: string
}

/** Locked, so that a reply that comes in meanwhile is not overwritten. */
export const lockInvitations = bulkStatement<InvitationRow, [appointmentIds: readonly string[]]>(
  'invitations-lock',
  `select appointment_id, unit_id, attendee, audience, partstat, sequence, method, dtstamp, first_message_id
     from invitations where appointment_id = any($1::uuid[]) order by id for update`,
)

export const readClock = statement<{ now: number }>(
  'invitations-clock',
  `select date_part('epoch', clock_at()) * 1000 as now`,
)

/** `rows` is JSON: each invitation with its id and, in hexadecimal, the hash of its reply address. */
export const saveInvitations = bulkStatement<never, [rows: string]>(
  'invitations-save',
  `insert into invitations (id, unit_id, appointment_id, attendee, audience, reply_hash, partstat, sequence, method, dtstamp, first_message_id)
   select id, "unitId", "appointmentId", attendee, audience, decode("replyHash", 'hex'), partstat, sequence, method,
          to_timestamp(dtstamp / 1000), "firstMessageId"
     from jsonb_to_recordset($1::jsonb) as r(id uuid, "unitId" uuid, "appointmentId" uuid, attendee text, audience text,
          "replyHash" text, partstat text, sequence integer, method text, dtstamp float8, "firstMessageId" text)
   on conflict on constraint one_invitation_per_attendee do update
      set audience = excluded.audience, partstat = excluded.partstat, sequence = excluded.sequence, method = excluded.method,
          dtstamp = excluded.dtstamp, reply_hash = excluded.reply_hash, updated_at = clock_at()`,
)

export function readInvitation(row: InvitationRow): Invitation {
  return {
    appointmentId: row.appointment_id as Invitation['appointmentId'],
    unitId: row.unit_id as Invitation['unitId'],
    attendee: row.attendee,
    audience: row.audience,
    partstat: row.partstat,
    sequence: row.sequence,
    method: row.method,
    dtstamp: row.dtstamp.epochMilliseconds,
    firstMessageId: row.first_message_id,
  }
}
