import { DAY_MS, MINUTE_MS } from '../../lib/time/local-date.ts'
import { knownClock } from '../../lib/time/write-span.ts'
import { type ZoneClock, zoneClock } from '../../lib/time/zone-clock.ts'
import type { ChannelName } from './channels/channel.ts'
import type { MessageFacts } from './message.ts'

/** When telephones stay silent: from one wall time to another, in minutes since midnight; null: never. */
export type QuietHours = { readonly from: number; readonly to: number } | null

/** A reminder that would come later than this before the appointment is of more use at night. */
const latestMs = 120 * MINUTE_MS

/** Reads `21:00-08:00`, or `off`. Two equal times leave no quiet hour. */
export function readQuietHours(text: string): QuietHours {
  const [from, to] = text.split('-').map(minutesOf)
  return from === undefined || to === undefined || from === to ? null : { from, to }
}

function minutesOf(time: string): number | undefined {
  const [, hours, minutes] = /^(\d\d):(\d\d)$/.exec(time) ?? []
  return hours === undefined ? undefined : Number(hours) * 60 + Number(minutes)
}

/** What decides whether a message waits, as the outbox keeps it. */
export type Patient = {
  readonly channel: ChannelName
  readonly isUrgent: boolean
  readonly facts: Pick<MessageFacts, 'recipient' | 'unit' | 'appointment'>
}

/**
 * E2: the instant (epoch ms) before which a message is not sent because it is night where its reader is; null: it may go now.
 * Only what is not urgent waits, and only where it would ring: e-mail does not. Nothing waits until less than two hours before
 * the appointment. A zone that the runtime does not know is read as the unit's.
 */
export function sendAfter({ channel, isUrgent, facts }: Patient, quietHours: QuietHours, now: number): number | null {
  if (isUrgent || channel === 'EMAIL' || quietHours === null) return null
  const clock = knownClock(facts.recipient.timeZone) ?? zoneClock(facts.unit.timeZone)
  const end = quietUntil(clock, quietHours, now)
  const isTooLate = end !== null && facts.appointment && end > Date.parse(facts.appointment.startsAt) - latestMs
  return isTooLate ? null : end
}

/** The end of the quiet hours an instant lies in. */
export function quietUntil(clock: ZoneClock, quietHours: NonNullable<QuietHours>, instant: number): number | null {
  let end: number | null = null
  // A clock put forward may leave nothing between the end of one night and the start of the next.
  for (let next = endOfNight(clock, quietHours, instant); next !== null; next = endOfNight(clock, quietHours, next))
    end = next
  return end
}

/** A night lasts from the first instant that shows its start to the first that shows its end, also when clocks change. */
function endOfNight(clock: ZoneClock, { from, to }: NonNullable<QuietHours>, instant: number): number | null {
  const today = Math.floor(clock.wallAt(instant) / DAY_MS)
  for (const day of [today + 1, today, today - 1]) {
    const start = clock.firstInstantAt(day * DAY_MS + from * MINUTE_MS)
    const end = clock.firstInstantAt((from < to ? day : day + 1) * DAY_MS + to * MINUTE_MS)
    if (start <= instant && instant < end) return end
  }
  return null
}
