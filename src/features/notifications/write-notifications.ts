import type { Ctx } from '../../context.ts'
import type { Event } from '../audit/event.ts'
import { issueInvitations } from '../calendars/issue-invitations.ts'
import type { LinkSubject } from '../calendars/link.ts'
import { mintLinks } from '../calendars/mint-links.ts'
import { type AppointmentChange, readAppointmentChange } from './appointment-change.ts'
import { keepReminders } from './keep-reminders.ts'
import { loadSurroundings } from './load-surroundings.ts'
import type { Reach } from './notification.ts'
import { insertNotifications, rowOf } from './notifications.sql.ts'
import { planMessages, withInvitation } from './plan-messages.ts'
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
    const planned = changes.flatMap((change, i) => {
      const around = surroundings[i]
      return around ? planMessages(change, around).map((message) => ({ change, around, message })) : []
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
    const rows = planned.map(({ change, around, message }) =>
      rowOf(withInvitation(message, issuedFor.get(message), around.appointment.uid, change.method === 'CANCEL')),
    )
    tx.afterCommit('notifications')
    return (await tx.run(insertNotifications, JSON.stringify(rows))).length
  })
}

function linkOf({ unitId, appointmentId }: AppointmentChange): LinkSubject {
  return { unitId, purpose: 'APPOINTMENT', subjectId: appointmentId }
}
