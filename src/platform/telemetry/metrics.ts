import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Every figure this process exposes at /metrics. */
export type Metrics = ReturnType<typeof openMetrics>

export function openMetrics() {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    httpRequestSeconds: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time to answer a request, by endpoint and status.',
      labelNames: ['endpoint', 'status'] as const,
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers,
    }),
    slotLockAttempts: new Counter({ name: 'slot_lock_attempts_total', help: 'Holds asked for.', registers }),
    slotLockSuccesses: new Counter({ name: 'slot_lock_success_total', help: 'Holds placed.', registers }),
    slotLockConflicts: new Counter({
      name: 'slot_lock_conflicts_total',
      help: 'Holds refused because the time was taken or the client held another, by reason.',
      labelNames: ['reason'] as const,
      registers,
    }),
    slotLockExpired: new Counter({
      name: 'slot_lock_expired_total',
      help: 'Holds that reached their deadline.',
      registers,
    }),
    slotLockSeconds: new Histogram({
      name: 'slot_lock_duration_seconds',
      help: 'Time to place or refuse a hold, waiting for others included.',
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
      registers,
    }),
    holdsConfirmed: new Counter({
      name: 'slot_lock_confirmed_total',
      help: 'Holds that became appointments.',
      registers,
    }),
    holdsConfirmedRatio: new Gauge({
      name: 'slot_lock_confirm_ratio',
      help: 'Confirmed holds over placed holds since this process started.',
      registers,
    }),
    transactionRestarts: new Counter({
      name: 'db_transaction_restarts_total',
      help: 'Transaction bodies run again, by SQLSTATE; 40P01 is a deadlock and should stay at zero.',
      labelNames: ['code'] as const,
      registers,
    }),
    eventsDelivered: new Counter({
      name: 'events_delivered_total',
      help: 'Events handed to a consumer, by consumer.',
      labelNames: ['consumer'] as const,
      registers,
    }),
    eventsFailed: new Counter({
      name: 'events_failed_total',
      help: 'Deliveries a consumer refused; they are tried again.',
      labelNames: ['consumer'] as const,
      registers,
    }),
    eventLagSeconds: new Gauge({
      name: 'event_lag_seconds',
      help: 'Age of the oldest event a consumer has not taken yet.',
      labelNames: ['consumer'] as const,
      registers,
    }),
    notificationsWritten: new Counter({
      name: 'notifications_written_total',
      help: 'Messages put into the outbox.',
      registers,
    }),
    notificationAttempts: new Counter({
      name: 'notification_attempts_total',
      help: 'Attempts to send, by channel and what came of them.',
      labelNames: ['channel', 'outcome'] as const,
      registers,
    }),
    notificationSeconds: new Histogram({
      name: 'notification_delivery_seconds',
      help: 'From when a message was due until the attempt that sent it, by channel.',
      labelNames: ['channel'] as const,
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3600],
      registers,
    }),
    notificationsQueued: new Gauge({
      name: 'notifications_queued',
      help: 'Messages that wait to be sent, as last looked at.',
      registers,
    }),
    notificationsDead: new Gauge({
      name: 'notifications_dead',
      help: 'Messages that were given up and wait for somebody to look, as last looked at.',
      registers,
    }),
    notificationOldestSeconds: new Gauge({
      name: 'notification_oldest_seconds',
      help: 'Age of the oldest message that waits to be sent.',
      registers,
    }),
    remindersSent: new Counter({ name: 'reminder_sent_total', help: 'Reminders a provider took.', registers }),
    remindersFailed: new Counter({
      name: 'reminder_failed_total',
      help: 'Reminders that were refused, given up or looked at too late.',
      registers,
    }),
    remindersDueUnsent: new Gauge({
      name: 'reminders_due_unsent',
      help: 'Reminders that are due and have no message in the outbox yet.',
      registers,
    }),
    jobRuns: new Counter({
      name: 'job_runs_total',
      help: 'Background job runs, by job and outcome.',
      labelNames: ['job', 'outcome'] as const,
      registers,
    }),
  }
}
