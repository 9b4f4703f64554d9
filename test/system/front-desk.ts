import assert from 'node:assert/strict'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { type Answer, openWorld, type World } from '../world.ts'
import { assertInvariants } from './invariants.ts'

type Headers = Record<string, string>
export type Booked = {
  readonly id: string
  readonly token: string
  readonly start: string
  readonly body: Answer['body']
}

/** The way a clinic's staff and clients come to its API: short words for what every test of changes says again and again. */
export type FrontDesk = {
  readonly admin: Headers
  readonly staff: Headers
  /** Headers of STAFF, or of an ADMIN, who have read `version`; `*` for any. */
  at: (version: number | '*') => Headers
  asAdmin: (version: number | '*') => Headers
  /** The next time nobody has asked for. */
  nextStart: () => string
  post: (path: string, body?: unknown, headers?: Headers) => Promise<Answer>
  lock: (start: string, where?: Clinic) => Promise<Answer>
  /** A confirmed appointment, or a request for one, at version 2. */
  book: (where?: Clinic, start?: string) => Promise<Booked>
  /** The types of the events of an appointment, in order. */
  typesOf: (id: string) => Promise<string[]>
}

/** Where the clock of {@link openDeskWorld} stands. */
export const now = '2027-02-26T08:00:00Z'

/** A world of one clinic whose holds last an hour, with its front desk. Closing it looks for whatever broke the promise. */
export async function openDeskWorld() {
  const world = await openWorld()
  world.setClock(now)
  const clinic = await openClinic(world, { service: { holdSeconds: 3600 } })
  const desk = await openFrontDesk(world, clinic)
  const close = async () => {
    await assertInvariants(world.query, clinic.unitId, now)
    await world.close()
  }
  return { world, clinic, desk, close }
}

/** Employs an ADMIN and STAFF for a clinic. */
export async function openFrontDesk(world: World, clinic: Clinic): Promise<FrontDesk> {
  const { headers: admin } = await employ(world, null, 'ADMIN')
  const { headers: staff } = await employ(world, clinic.unitId, 'STAFF')
  let slot = 0
  const nextStart = () => later('2027-03-01T00:00:00Z', 90 * slot++)
  const post: FrontDesk['post'] = (path, body, headers) => world.call('POST', path, body, headers)
  const lock: FrontDesk['lock'] = (start, { unitId, serviceId } = clinic) =>
    post('/api/v1/slots/lock', { unitId, serviceId, start })
  const book: FrontDesk['book'] = async (where = clinic, start = nextStart()) => {
    const held = await lock(start, where)
    assert.equal(held.status, 201, JSON.stringify(held.body))
    const reservationToken = held.body.reservationToken
    const client = { name: 'Ona', phone: `+37061${String(slot).padStart(6, '0')}` }
    const { status, body } = await post('/api/v1/appointments', { reservationToken, client })
    assert.equal(status, 201, JSON.stringify(body))
    return { id: body.id, token: reservationToken, start, body }
  }
  return {
    admin,
    staff,
    at: (version) => ({ ...staff, 'if-match': etagOf(version) }),
    asAdmin: (version) => ({ ...admin, 'if-match': etagOf(version) }),
    nextStart,
    post,
    lock,
    book,
    typesOf: async (id) => (await world.events()).filter(({ subject }) => subject.id === id).map(({ type }) => type),
  }
}

const etagOf = (version: number | '*') => (version === '*' ? '*' : `"${version}"`)

export const later = (start: string, minutes: number) => new Date(Date.parse(start) + minutes * 60_000).toISOString()
export const pathOf = (id: string, verb = '') => `/api/v1/appointments/${id}${verb && `/${verb}`}`

export function assertRefused({ status, body }: Answer, expected: number, code: string): void {
  assert.equal(status, expected, JSON.stringify(body))
  assert.equal(body.code, code)
}
