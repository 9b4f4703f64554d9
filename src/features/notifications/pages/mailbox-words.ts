import { type Html, html } from '../../../platform/http/html.ts'
import type { NotificationStatus } from '../notification.ts'

const channels: Record<string, string> = { EMAIL: 'E-mail', SMS: 'SMS', WHATSAPP: 'WhatsApp', TELEGRAM: 'Telegram' }

export function channelNamed(channel: string): string {
  return channels[channel] ?? channel
}

/** `appointment-booked` → `Appointment booked` */
export function kindNamed(kind: string): string {
  const words = kind.replaceAll('-', ' ').replace('one time', 'one-time')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const statuses: Record<NotificationStatus, string> = {
  QUEUED: 'waiting',
  SENT: 'arrived',
  DEAD: 'given up',
  EXPIRED: 'out of date',
}

export function statusBadge(status: NotificationStatus): Html {
  return html`<span class="badge ${status.toLowerCase()}">${statuses[status]}</span>`
}
