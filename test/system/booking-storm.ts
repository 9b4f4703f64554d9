import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import type { Clinic } from '../clinic.ts'
import type { Answer } from '../world.ts'
import type { ServerProcess } from './server-process.ts'

/** One request as it can be sent again, and what was answered, if anything was. */
type Asked = { readonly path: string; readonly body: Record<string, unknown>; readonly key: string; answer?: Answer }

/** One person's way through: a hold, then its confirmation. */
export type Attempt = { readonly start: string; readonly hold: Asked; confirmation?: Asked }

/** People who book as fast as they are answered, and remember every answer. */
export type Storm = {
  readonly attempts: readonly Attempt[]
  /** Confirmations that were answered 201 or 200 so far. */
  confirmed: () => number
  /** Requests that got no answer, or 503. */
  unanswered: () => number
  /** The last 503 that came. */
  lastRefusal: () => Answer | undefined
  /** Ends it and waits for everybody. */
  end: () => Promise<void>
}

/**
 * Begins a storm of `people` on a server; two at a time want the same slot. A request without an answer is left: whoever
 * sent it does not know what became of it.
 */
export function beginStorm(server: () => ServerProcess, clinic: Clinic, people: number, firstSlot: number): Storm {
  const attempts: Attempt[] = []
  let slot = firstSlot * 2
  let isOver = false
  let lastRefusal: Answer | undefined

  const send = async (asked: Asked): Promise<Answer | undefined> => {
    const answer = await server()
      .call('POST', asked.path, asked.body, { 'idempotency-key': asked.key })
      .catch(() => undefined)
    if (answer?.status === 503) lastRefusal = answer
    if (answer && answer.status !== 503) asked.answer = answer
    // Whoever finds nobody there tries again in a moment, as people do.
    else await new Promise((resume) => setTimeout(resume, 10))
    return asked.answer
  }
  const bookOnce = async (person: number): Promise<void> => {
    const start = slotStart(Math.floor(slot++ / 2))
    const { unitId, serviceId } = clinic
    const hold: Asked = { path: '/api/v1/slots/lock', body: { unitId, serviceId, start }, key: randomUUID() }
    const attempt: Attempt = { start, hold }
    attempts.push(attempt)
    const held = await send(hold)
    if (held?.status !== 201) return
    const client = { name: `Person ${person}`, phone: `+3706${String(attempts.length).padStart(7, '0')}` }
    const body = { reservationToken: held.body.reservationToken, client }
    attempt.confirmation = { path: '/api/v1/appointments', body, key: randomUUID() }
    await send(attempt.confirmation)
  }
  const everybody = Array.from({ length: people }, async (_, person) => {
    while (!isOver) await bookOnce(person)
  })
  const asked = () => attempts.flatMap(({ hold, confirmation }) => (confirmation ? [hold, confirmation] : [hold]))
  return {
    attempts,
    confirmed: () => attempts.filter(({ confirmation }) => isDone(confirmation?.answer)).length,
    unanswered: () => asked().filter(({ answer }) => !answer).length,
    lastRefusal: () => lastRefusal,
    end: async () => {
      isOver = true
      await Promise.all(everybody)
    },
  }
}

/** Far enough ahead that no slot of a storm is ever in the past. */
const opening = Math.ceil(Date.now() / 86_400_000 + 2) * 86_400_000
const slotStart = (index: number) => new Date(opening + index * 30 * 60_000).toISOString()

function isDone(answer: Answer | undefined): boolean {
  return answer?.status === 201 || answer?.status === 200
}

/**
 * Everything that was answered is there: each confirmation is found by its token, and the same request with the same key
 * gets the same answer and does nothing a second time. What was not answered is asked again, and then is answered.
 */
export async function assertNothingLost(server: ServerProcess, attempts: readonly Attempt[]): Promise<void> {
  const queue = [...attempts]
  const check = async (attempt: Attempt): Promise<void> => {
    const held = await again(server, attempt.hold)
    if (held.status !== 201) return assert.equal(held.body.code, 'slot-taken')
    const { reservationToken, appointmentId } = held.body
    if (attempt.confirmation) {
      const confirmed = await again(server, attempt.confirmation)
      assert.ok(isDone(confirmed), `${attempt.start}: ${confirmed.status} ${JSON.stringify(confirmed.body)}`)
      assert.equal(confirmed.body.id, appointmentId)
    }
    const found = await server.call('GET', `/api/v1/appointments/${appointmentId}?reservationToken=${reservationToken}`)
    assert.equal(found.status, 200, JSON.stringify(found.body))
    assert.equal(found.body.status, attempt.confirmation ? 'CONFIRMED' : 'HELD')
    assert.equal(Date.parse(found.body.start), Date.parse(attempt.start))
  }
  const worker = async () => {
    for (let next = queue.pop(); next; next = queue.pop()) await check(next)
  }
  await Promise.all([worker(), worker(), worker(), worker()])
}

/** Sends a request once more with its key; what it was answered before, it is answered again. */
async function again(server: ServerProcess, { path, body, key, answer }: Asked): Promise<Answer> {
  const repeated = await server.call('POST', path, body, { 'idempotency-key': key })
  assert.ok(repeated.status < 500, JSON.stringify(repeated.body))
  if (answer && isDone(answer)) {
    assert.deepEqual(repeated.body, answer.body)
    assert.equal(repeated.headers['idempotent-replayed'], 'true')
  }
  return repeated
}
