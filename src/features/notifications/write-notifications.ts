import type { Ctx } from '../../context.ts'
import type { Event } from '../audit/event.ts'
import { findInvited, type Invited } from '../calendars/find-invited.ts'
import { issueInvitations } from '../calendars/issue-invitations.ts'
import type { LinkSubject } from '../calendars/link.ts'
import { mintLinks } from '../calendars/mint-links.ts'
import { type AppointmentChange, readAppointmentChange } from './appointment-change.ts'
import { keepReminders } from './keep-reminders.ts'
import { loadSurroundings } from './load-surroundings.ts'
import type { Reach } from './notification.ts'
import { insertNotifications, rowOf } from './notifications.sql.ts'
import { type PlannedMessage, planMessages, withInvitation } from './plan-messages.ts'
import { readReminderChange } from './reminder.ts'

/**
 * Turns events into messages in the outbox (E1, E3), into what calendars are told (D3) and into timers of reminders (E5).
 * Events are the transactional part: they were written with the change, and are handed over at least once; messages are unique
 * by what they tell, so told twice makes them once.
 * @returns how many messages were written.
 */
export async function writeNotifications(
  ctx: Ctx,
  events: readonly Event[],
  isChannelOpen: (reach: Reach) => boolean,
): Promise<number> {
  const changes = events.flatMap((event) => readAppointmentChange(event) ?? [])
  const reminders = events.flatMap((event) => readReminderChange(event, ctx.config.REMINDER_LOOKAHEAD_MINUTES) ?? [])
  if (changes.length === 0 && reminders.length === 0) return 0
  return ctx.transaction(async (tx) => {
    keepReminders(tx, reminders)
    const surroundings = await loadSurroundings(ctx, tx, changes, isChannelOpen)
    const invited = await findInvited(tx, [...new Set(changes.map(({ appointmentId }) => appointmentId))])
    const planned = changes.flatMap((change, i) => {
      const around = surroundings[i]
      if (!around) return []
      const messages = planMessages(change, around, invited.get(change.appointmentId))
      invited.set(change.appointmentId, invitedAfter(invited.get(change.appointmentId) ?? [], messages))
      return messages.map((message) => ({ change, around, message }))
    })
    if (planned.length === 0) return 0
    const revised = planned.filter(({ message }) => message.revision !== null)
    const issued = await issueInvitations(
      tx,
      ctx.config.AUTH_SECRET,
      revised.flatMap(({ message }) => message.revision ?? []),
    )
    const issuedFor = new Map(revised.map(({ message }, i) => [message, issued[i]]))
    mintLinks(
      tx,
      ctx.config.AUTH_SECRET,
      planned.map(({ change }) => linkOf(change)),
    )
    const worthWriting = planned.filter(({ message }) => !message.isOnlyForEntry || issuedFor.get(message))
    const rows = worthWriting.map(({ change, around, message }) =>
      rowOf(withInvitation(message, issuedFor.get(message), around.appointment.uid, change.method === 'CANCEL')),
    )
    tx.afterCommit('notifications')
    return (await tx.run(insertNotifications, JSON.stringify(rows))).length
  })
}

/** Who has the entry once these messages are out: the next change of the same batch must know. */
function invitedAfter(before: readonly Invited[], messages: readonly PlannedMessage[]): Invited[] {
  const after = new Map(before.map((each) => [each.attendee, each]))
  for (const { revision } of messages) {
    if (revision?.method === 'REQUEST') after.set(revision.attendee, revision)
    else if (revision) after.delete(revision.attendee)
  }
  return [...after.values()]
}

function linkOf({ unitId, appointmentId }: AppointmentChange): LinkSubject {
  return { unitId, purpose: 'APPOINTMENT', subjectId: appointmentId }
}
