import type { z } from 'zod'
import type { Ctx } from '../../context.ts'
import { routesFor } from '../../platform/http/endpoint.ts'
import { toPage } from '../../platform/http/schemas.ts'
import { addOptOut } from './add-opt-out.ts'
import {
  addOptOutEndpoint,
  listNotificationsEndpoint,
  listOptOutsEndpoint,
  type notificationView,
  type optOutView,
  removeOptOutEndpoint,
  retryNotificationEndpoint,
  showNotificationEndpoint,
  type shownNotificationView,
  showRemindersHealthEndpoint,
} from './contract.ts'
import { listNotifications } from './list-notifications.ts'
import { listOptOuts } from './list-opt-outs.ts'
import type { OptOut } from './opt-outs.sql.ts'
import type { OutboxRow } from './outbox.sql.ts'
import { removeOptOut } from './remove-opt-out.ts'
import { retryNotification } from './retry-notification.ts'
import { type ShownNotification, showNotification } from './show-notification.ts'
import { showRemindersHealth, viewHealth } from './show-reminders-health.ts'

const on = routesFor<Ctx>()

/** Also on the port of a worker. */
export const remindersHealthRoute = on(
  showRemindersHealthEndpoint,
  (ctx) => showRemindersHealth(ctx),
  (health) => ({ status: 200, body: { status: 'ok' as const, ...viewHealth(health) } }),
)

export const notificationsRoutes = [
  on(
    listNotificationsEndpoint,
    (ctx, { params, query }) => listNotifications(ctx, { ...params, ...query }),
    (rows, { query }) => {
      const { items, nextCursor } = toPage(rows, query.limit, (row) => [row.seq])
      return { status: 200, body: { items: items.map(viewNotification), nextCursor } }
    },
  ),
  on(
    showNotificationEndpoint,
    (ctx, { params }) => showNotification(ctx, params),
    (shown) => ({ status: 200, body: viewShown(shown) }),
  ),
  on(
    retryNotificationEndpoint,
    (ctx, { params }) => retryNotification(ctx, params),
    (row) => ({ status: 200, body: viewNotification(row) }),
  ),
  on(
    listOptOutsEndpoint,
    (ctx, { params, query }) => listOptOuts(ctx, { ...params, ...query }),
    (optOuts, { query }) => {
      const { items, nextCursor } = toPage(optOuts, query.limit, (optOut) => [optOut.id])
      return { status: 200, body: { items: items.map(viewOptOut), nextCursor } }
    },
  ),
  on(
    addOptOutEndpoint,
    (ctx, { params, body }) => addOptOut(ctx, { ...params, ...body }),
    (optOut) => ({ status: 200, body: viewOptOut(optOut) }),
  ),
  on(
    removeOptOutEndpoint,
    (ctx, { params }) => removeOptOut(ctx, params),
    (optOut) => ({ status: 200, body: viewOptOut(optOut) }),
  ),
  remindersHealthRoute,
]

function viewOptOut({ channel, address, source, createdAt }: OptOut): z.input<typeof optOutView> {
  return { channel, address, source, createdAt: createdAt.toString() }
}

type NotificationView = z.input<typeof notificationView>

function viewNotification(row: OutboxRow): NotificationView {
  const { ics } = row
  return {
    id: row.id,
    unitId: row.unit_id,
    kind: row.kind as NotificationView['kind'],
    audience: row.audience as NotificationView['audience'],
    channel: row.channel,
    address: row.address,
    recipient: row.facts.recipient.name,
    appointmentId: row.appointment_id,
    clientId: row.client_id,
    resourceId: row.resource_id,
    eventId: row.event_id,
    status: row.status,
    attempts: row.attempts,
    nextAttemptAt: row.status === 'QUEUED' ? row.next_attempt_at.toString() : null,
    sentAt: row.sent_at?.toString() ?? null,
    sentVia: row.sent_via,
    sentTo: row.sent_to,
    answer: row.last_answer,
    invitation: ics && { uid: ics.uid, method: ics.method, sequence: ics.sequence, attendee: ics.attendee },
    createdAt: row.created_at.toString(),
  }
}

function viewShown({ row, attempts, outgoing }: ShownNotification): z.input<typeof shownNotificationView> {
  const isWhole = 'message' in outgoing
  return {
    ...viewNotification(row),
    message: isWhole ? { ...outgoing.message, calendar: outgoing.invitation?.content ?? null } : null,
    trouble: isWhole ? null : outgoing.error,
    history: attempts.map((attempt) => ({
      attempt: attempt.attempt,
      startedAt: attempt.started_at.toString(),
      finishedAt: attempt.finished_at?.toString() ?? null,
      outcome: attempt.outcome as 'SENT',
      answer: attempt.answer,
    })),
  }
}
