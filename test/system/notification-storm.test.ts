/**
 * Bookings, moves and cancellations while workers are killed and the mail server fails every fifth time: what arrives is what
 * happened, each revision once, in order.
 */
import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import type { Event } from '../../src/features/audit/event.ts'
import type { ResourceId } from '../../src/lib/ids.ts'
import { lintMailbox } from '../../tools/conformance/lint-mailbox.ts'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { type MailAnswer, type MailServer, openMailServer } from '../mail-server.ts'
import { readInvitationMail } from '../outbox.ts'
import { openWorld, type World } from '../world.ts'
import { type ServerProcess, startProcess, until } from './server-process.ts'

const changes = 2000
const workers = 3
const people = 6

let world: World
let clinic: Clinic
let mail: MailServer
let staff: Record<string, string>
let running: ServerProcess[] = []

before(async () => {
  mail = await openMailServer()
  world = await openWorld()
  clinic = await openClinic(world, { people, service: { horizonDays: 730, durations: [30] } })
  staff = (await employ(world, clinic.unitId, 'STAFF')).headers
  for (const [i, id] of clinic.resourceIds.entries()) {
    await world.query('update resources set email = $1 where id = $2', [`person${i}@clinic.example`, id])
  }
})
after(async () => {
  mail.release()
  await Promise.all(running.map((worker) => worker.end('SIGKILL')))
  await world.close()
  await mail.close()
})

const startWorker = () =>
  startProcess(
    {
      NODE_ENV: 'test',
      DATABASE_URL: world.url,
      AUTH_SECRET: world.config.AUTH_SECRET,
      SMTP_URL: mail.url(),
      NOTIFICATION_RETRY_SECONDS: '0.1',
      NOTIFICATION_LEASE_SECONDS: '2',
      NOTIFICATION_ATTEMPTS: '1000',
      ENABLE_RECURRING_JOBS: 'false',
    },
    'worker',
  )

/** Kept by the server although the sender never learns of it: the window that cannot be closed. */
let keptUnsaid = 0

function moody({ recipient }: { recipient: string }): MailAnswer {
  if (recipient === '*') return 'accept'
  const luck = Math.random()
  if (luck < 0.08) return { at: 'RCPT TO', code: 451, text: '4.7.1 Greylisted, come back later' }
  if (luck < 0.14) return { at: 'DATA', code: 452, text: '4.3.1 Out of space' }
  if (luck < 0.2) return { dropAt: 'DATA' }
  if (luck < 0.21) {
    keptUnsaid++
    return 'accept-and-drop'
  }
  return 'accept'
}

describe('messages in bad weather', () => {
  it(`D3, E1: of ${changes} changes each calendar hears of each revision once and in order`, async (t) => {
    mail.script = moody
    running = await Promise.all(Array.from({ length: workers }, startWorker))
    let isOver = false
    let kills = 0
    const killing = (async () => {
      while (!isOver) {
        await new Promise((resume) => setTimeout(resume, 300 + Math.random() * 900))
        const victim = running.shift()
        await victim?.end('SIGKILL')
        kills++
        running.push(await startWorker())
      }
    })()

    await makeChanges()
    const unsettled = async () =>
      (await world.query<{ n: number }>(`select count(*)::int as n from notifications where status <> 'SENT'`))[0]?.n
    const behind = async () =>
      (
        await world.query<{ n: number }>(
          `select count(*)::int as n from events e, event_cursors c
            where c.consumer = 'notifications' and (e.order_xid, e.seq) > (c.order_xid, c.seq)`,
        )
      )[0]?.n
    await until('most of it', async () => (await behind()) === 0, 120_000)
    isOver = true
    await killing
    await until('everything to be sent', async () => (await behind()) === 0 && (await unsettled()) === 0, 120_000)
    assert.ok(kills >= 3, `only ${kills} workers were killed`)

    const expected = await expectedMessages(await world.events())
    const seen = new Map<string, string[]>()
    const latest = new Map<string, number>()
    const firsts: Buffer[] = []
    for (const { raw } of mail.received) {
      const { uid, sequence, attendee, method, mail: read } = await readInvitationMail(raw)
      const key = `${uid} ${sequence} ${attendee} ${method}`
      const ids = seen.get(key) ?? []
      if (ids.length === 0) {
        const before = latest.get(`${uid} ${attendee}`) ?? -1
        assert.ok(sequence > before, `${key} came after ${before}`)
        latest.set(`${uid} ${attendee}`, sequence)
        firsts.push(raw)
      }
      seen.set(key, [...ids, read.messageId ?? ''])
    }
    assert.deepEqual([...seen.keys()].sort(), [...expected].sort())
    assert.deepEqual(lintMailbox(firsts), [])
    const repeated = [...seen.values()].filter((ids) => ids.length > 1)
    for (const ids of repeated) assert.equal(new Set(ids).size, 1, 'a repetition under another name')
    const [unknown] = await world.query<{ n: number }>(
      `select count(*)::int as n from notification_attempts where outcome = 'UNKNOWN'`,
    )
    const extra = repeated.reduce((sum, ids) => sum + ids.length - 1, 0)
    assert.ok(extra <= keptUnsaid + (unknown?.n ?? 0), `${extra} repetitions cannot be explained`)
    t.diagnostic(
      `${expected.size} messages, ${kills} workers killed; ${extra} arrived again under the same Message-ID: ` +
        `${keptUnsaid} connections lost after the mail was taken, ${unknown?.n} attempts cut off by a kill`,
    )
  })
})

/** A third each: bookings, moves of time or person, cancellations; in an order of chance, several at once. */
async function makeChanges(): Promise<void> {
  const opening = Math.ceil(Date.now() / 86_400_000 + 2) * 86_400_000
  const standing: { id: string; rowVersion: number }[] = []
  let slot = 0
  let done = 0
  const nextStart = () => new Date(opening + slot++ * 30 * 60_000).toISOString()
  const change = async (id: string, rowVersion: number, what: string, body: Record<string, unknown>) => {
    const answer = await world.call('POST', `/api/v1/appointments/${id}/${what}`, body, {
      ...staff,
      'if-match': `"${rowVersion}"`,
    })
    assert.equal(answer.status, 200, JSON.stringify(answer.body))
    return answer.body as { id: string; rowVersion: number }
  }
  const one = async (): Promise<void> => {
    const chosen = standing.length > 20 ? standing.splice(Math.floor(Math.random() * standing.length), 1)[0] : undefined
    if (!chosen || Math.random() < 0.4) {
      if (chosen) standing.push(chosen)
      const number = done
      const { status, body } = await world.call('POST', '/api/v1/appointments', {
        unitId: clinic.unitId,
        serviceId: clinic.serviceId,
        start: nextStart(),
        durationMinutes: 30,
        client: { name: `Client ${number}`, email: `client${number}@home.example` },
      })
      assert.equal(status, 201, JSON.stringify(body))
      standing.push(body)
    } else if (Math.random() < 0.7) {
      standing.push(await change(chosen.id, chosen.rowVersion, 'move', { start: nextStart() }))
    } else await change(chosen.id, chosen.rowVersion, 'cancel', {})
  }
  const worker = async () => {
    while (done < changes) {
      done++
      await one()
    }
  }
  await Promise.all([worker(), worker(), worker(), worker()])
}

type Place = { resourceId: ResourceId }

/** What calendars must have heard, from the log of what happened alone. */
async function expectedMessages(events: readonly Event[]): Promise<Set<string>> {
  const rows = await world.query<{ id: string; uid: string; contact_email: string }>(
    'select id, uid, contact_email from appointments',
  )
  const appointments = new Map(rows.map((row) => [row.id, row]))
  const emailsOf = (places: unknown) =>
    (places as Place[]).map(({ resourceId }) => `person${clinic.resourceIds.indexOf(resourceId)}@clinic.example`)
  const expected = new Set<string>()
  for (const { type, data, before, subject } of events) {
    const appointment = appointments.get(subject.id)
    if (!appointment || !/^appointment\.(confirmed|moved|cancelled)$/.test(type)) continue
    const revision = `${appointment.uid} ${data.icsSequence}`
    const method = type === 'appointment.cancelled' ? 'CANCEL' : 'REQUEST'
    const now = emailsOf(data.resources)
    for (const each of [appointment.contact_email, ...now]) expected.add(`${revision} ${each} ${method}`)
    for (const each of emailsOf(before?.resources ?? [])) {
      if (!now.includes(each)) expected.add(`${revision} ${each} CANCEL`)
    }
  }
  return expected
}
