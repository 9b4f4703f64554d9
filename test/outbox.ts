import { setTimeout as wait } from 'node:timers/promises'
import { openLanes } from '../src/features/notifications/open-lanes.ts'
import { startOutbox } from '../src/features/notifications/start-outbox.ts'
import { type Clinic, openClinic } from './clinic.ts'
import { type MailServer, openMailServer, readMail } from './mail-server.ts'
import { openWorld, type World } from './world.ts'

/** A clinic whose messages go to a mail server of the test's own. */
export type Office = {
  readonly world: World
  readonly clinic: Clinic
  readonly mail: MailServer
  /** Books in an hour of its own. */
  readonly book: (client: Record<string, unknown>) => Promise<{ id: string; start: string; uid: string }>
  /** Starts writing and sending; ends with `close` or when told. */
  readonly start: () => () => Promise<void>
  /** Waits until `is` holds, looking at the outbox again and again. */
  readonly until: (is: () => Promise<boolean> | boolean) => Promise<void>
  readonly statuses: () => Promise<Record<string, number>>
  readonly close: () => Promise<void>
}

const longestWaitMs = 20_000

/** Opens an office; `settings` are environment variables beside SMTP_URL. */
export async function openOffice(settings: Record<string, string> = {}): Promise<Office> {
  const mail = await openMailServer()
  const world = await openWorld({ SMTP_URL: mail.url(), NOTIFICATION_RETRY_SECONDS: '0.05', ...settings })
  const clinic = await openClinic(world, { service: { horizonDays: 700 } })
  await world.query(`update resources set email = 'provider@clinic.example'`)
  const stops: (() => Promise<void>)[] = []
  let hours = 0
  const office: Office = {
    world,
    clinic,
    mail,
    book: async (client) => {
      const start = Temporal.Now.instant()
        .round({ smallestUnit: 'hour', roundingMode: 'ceil' })
        .add({ hours: 24 + hours++ })
        .toString()
      const { status, body } = await world.call('POST', '/api/v1/appointments', {
        unitId: clinic.unitId,
        serviceId: clinic.serviceId,
        start,
        durationMinutes: 30,
        client,
      })
      if (status !== 201) throw new Error(JSON.stringify(body))
      return body as { id: string; start: string; uid: string }
    },
    start: () => {
      const stop = startOutbox(world.ctx, openLanes(world.config), { pollMilliseconds: 50 })
      stops.push(stop)
      return async () => {
        stops.splice(stops.indexOf(stop), 1)
        await stop()
      }
    },
    until: async (is) => {
      const end = performance.now() + longestWaitMs
      while (!(await is())) {
        if (performance.now() > end) {
          const rows = await world.query('select kind, channel, status, attempts, last_answer from notifications')
          throw new Error(`It did not come: ${JSON.stringify(rows)}`)
        }
        await wait(30)
      }
    },
    statuses: async () => {
      const rows = await world.query<{ status: string; count: number }>(
        'select status, count(*)::int as count from notifications group by status',
      )
      return Object.fromEntries(rows.map(({ status, count }) => [status, count]))
    },
    close: async () => {
      mail.release()
      await Promise.all(stops.map((stop) => stop()))
      await world.close()
      await mail.close()
    },
  }
  return office
}

/** What a received mail says, as its reader's program sees it. */
export async function readInvitationMail(raw: Buffer) {
  const mail = await readMail(raw)
  const calendar = mail.attachments.find(({ mimeType }) => mimeType === 'text/calendar')
  // The reader of mails makes line ends its own.
  const text = calendar ? new TextDecoder().decode(calendar.content as ArrayBuffer).replace(/\r/g, '') : ''
  const lines = text.replace(/\n[ \t]/g, '')
  const value = (name: string) => new RegExp(`^${name}(?:;[^:\n]*)?:(.*)$`, 'm').exec(lines)?.[1]
  return {
    mail,
    ics: lines,
    uid: value('UID'),
    sequence: Number(value('SEQUENCE')),
    method: value('METHOD'),
    status: value('STATUS'),
    attendee: /^ATTENDEE.*:mailto:(.*)$/im.exec(lines)?.[1],
  }
}
