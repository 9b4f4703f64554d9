/** What is offered, what is held and what `explain` says agree, in clinics made up at random, through the API itself. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { employ } from '../clinic.ts'
import { assertInvariants } from '../system/invariants.ts'
import { type Answer, openWorld, type World } from '../world.ts'

const scale = Number(process.env.HOLDFAST_TEST_RUNS ?? 1)
const seed = Number(process.env.HOLDFAST_TEST_SEED ?? 20_270_302)
const minuteMs = 60_000

let world: World
let admin: Record<string, string>

before(async () => {
  world = await openWorld()
  // A session that outlives every clock below.
  world.setClock('2028-01-01T00:00:00Z')
  admin = (await employ(world, null, 'ADMIN')).headers
})
after(() => world.close())

// ---------------------------------------------------------------- clinics

/** Where, and a moment around which something may happen to the clock. */
const places = [
  ['Europe/Vilnius', '2027-03-01T06:00:00Z'],
  ['Europe/Vilnius', '2027-03-27T22:00:00Z'],
  ['America/New_York', '2027-11-07T03:00:00Z'],
  ['Australia/Lord_Howe', '2027-04-03T12:00:00Z'],
  ['Asia/Kathmandu', '2027-06-01T03:00:00Z'],
] as const

/** Null two times of three. */
const sometimes = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(null) }, { weight: 1, arbitrary })

const minutesOfDay = fc.integer({ min: 0, max: 92 }).map((quarter) => quarter * 15)
const window = fc.record({ opensAt: minutesOfDay, length: fc.integer({ min: 4, max: 60 }) })
const resourcePlan = fc.record({
  windows: fc.oneof(fc.constant([{ opensAt: 0, length: 96 }]), fc.array(window, { minLength: 1, maxLength: 2 })),
  exception: fc.option(
    fc.record({ day: fc.integer({ min: 0, max: 1 }), windows: fc.array(window, { maxLength: 1 }) }),
    { freq: 2 },
  ),
  zone: fc.option(fc.constantFrom(...places.map(([zone]) => zone)), { freq: 2 }),
})
const rules = {
  slotStepMinutes: fc.constantFrom(15, 20, 30, 45, 60),
  bufferBeforeMinutes: fc.constantFrom(0, 0, 10, 30),
  bufferAfterMinutes: fc.constantFrom(0, 0, 10, 30),
  capacity: fc.constantFrom(1, 1, 2, 3),
}
const plan = fc.record({
  place: fc.constantFrom(...places),
  resources: fc.array(resourcePlan, { minLength: 2, maxLength: 4 }),
  roleCount: fc.constantFrom(1, 1, 2),
  rules: fc.record(rules),
  otherRules: fc.record(rules),
  noticeToBookMinutes: fc.constantFrom(0, 0, 90, 300),
  hoursAhead: fc.integer({ min: -2, max: 30 }),
  durationMinutes: fc.constantFrom(30 as const, 60 as const, 90 as const),
  unitException: sometimes(fc.array(window, { maxLength: 1 })),
  only: sometimes(fc.nat(3)),
  asksStaff: fc.constantFrom(false, false, false, true),
  taken: fc.array(
    fc.record({
      what: fc.constantFrom(
        ...['book', 'book', 'other', 'other', 'request', 'hold', 'cancel', 'block'],
        ...['overdue', 'late-request', 'late-request', 'late-request'],
      ),
      quarter: fc.integer({ min: -4, max: 44 }),
      resource: fc.nat(3),
      durationMinutes: fc.constantFrom(30, 60, 90),
    }),
    { maxLength: 20 },
  ),
})
type Plan = typeof plan extends fc.Arbitrary<infer T> ? T : never

type Asked = {
  readonly unitId: string
  readonly serviceId: string
  readonly otherId: string
  readonly resourceIds: readonly string[]
  readonly areRolesApart: boolean
  readonly from: number
  readonly to: number
  readonly now: string
}

const clockText = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
const asWindow = ({ opensAt, length }: { opensAt: number; length: number }) => ({
  opensAt: clockText(opensAt),
  closesAt: clockText(Math.min(1440, opensAt + length * 15)),
})
/** Windows of a day, those that overlap left out. */
function asDay(windows: readonly { opensAt: number; length: number }[]) {
  const [first, second] = windows.toSorted((a, b) => a.opensAt - b.opensAt)
  if (!first) return []
  return second && second.opensAt >= first.opensAt + first.length * 15
    ? [asWindow(first), asWindow(second)]
    : [asWindow(first)]
}

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = admin,
): Promise<Answer> {
  const answer = await world.call(method, path, body, { ...headers, ...(headers === admin && { 'if-match': '*' }) })
  assert.ok(answer.status < 500, JSON.stringify(answer.body))
  return answer
}
async function made(path: string, body: unknown, method = 'POST'): Promise<Answer['body']> {
  const answer = await ask(method, path, body)
  assert.ok(answer.status < 300, JSON.stringify([body, answer.body]))
  return answer.body
}

let opened = 0

async function open(plan: Plan): Promise<Asked> {
  const [zone, around] = plan.place
  const from = Date.parse(around)
  // Written in the past, so that holds may have become overdue by now.
  const now = from - plan.hoursAhead * 60 * minuteMs
  const clock = (at: number) => world.setClock(new Date(at).toISOString())
  clock(now - 20 * 60 * minuteMs)
  const unit = await made('/api/v1/units', { slug: `made-up-${++opened}`, name: 'Made up', timeZone: zone })
  const resourceIds: string[] = []
  for (const [i, resource] of plan.resources.entries()) {
    const timeZone = resource.zone ?? zone
    const { id } = await made(`/api/v1/units/${unit.id}/resources`, { kind: 'PERSON', name: `Person ${i}`, timeZone })
    const windows = [1, 2, 3, 4, 5, 6, 7].flatMap((weekday) =>
      asDay(resource.windows).map((day) => ({ weekday, ...day })),
    )
    await made(`/api/v1/resources/${id}/working-hours`, { windows }, 'PUT')
    if (resource.exception) {
      const on = dayOf(from, timeZone, resource.exception.day)
      await made(`/api/v1/resources/${id}/exceptions`, { on, windows: asDay(resource.exception.windows) })
    }
    resourceIds.push(id)
  }
  if (plan.unitException) {
    await made(`/api/v1/units/${unit.id}/exceptions`, { on: dayOf(from, zone, 0), windows: asDay(plan.unitException) })
  }
  const apart = (i: number) => resourceIds.filter((_, at) => at % plan.roleCount === i)
  const overlapping = (i: number) =>
    plan.roleCount === 2 && plan.resources.length > 2 ? resourceIds.slice(i, i + 2) : apart(i)
  const areRolesApart = plan.roleCount === 1 || plan.resources.length !== 3
  const roles = Array.from({ length: plan.roleCount }, (_, i) => ({
    role: `role-${i}`,
    resourceIds: areRolesApart ? apart(i) : overlapping(i),
  }))
  const common = { durations: [30, 60, 90], horizonDays: 1, holdSeconds: 3600 }
  const service = {
    slug: 'this',
    name: 'This',
    ...common,
    ...plan.rules,
    noticeToBookMinutes: plan.noticeToBookMinutes,
    roles,
  }
  const other = {
    slug: 'other',
    name: 'Other',
    ...common,
    ...plan.otherRules,
    horizonDays: 60,
    needsApproval: true,
    approvalWithinMinutes: 600,
    roles: [{ role: 'anybody', resourceIds }],
  }
  const { id: serviceId } = await made(`/api/v1/units/${unit.id}/services`, service)
  const { id: otherId } = await made(`/api/v1/units/${unit.id}/services`, other)
  const asked = {
    unitId: unit.id,
    serviceId,
    otherId,
    resourceIds,
    areRolesApart,
    from,
    to: from + 10 * 60 * minuteMs,
    now: new Date(now).toISOString(),
  }
  const isLate = ({ what }: Plan['taken'][number]) => what === 'overdue' || what === 'late-request'
  for (const one of plan.taken.filter(isLate)) await take(asked, one)
  clock(now)
  for (const one of plan.taken) if (!isLate(one)) await take(asked, one)
  return asked
}

function dayOf(at: number, zone: string, ahead: number): string {
  return Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .add({ days: ahead })
    .toString()
}

let guests = 0

/** Tries to take a time; that it may be refused is part of the chance. */
async function take(
  { unitId, serviceId, otherId, resourceIds, from }: Asked,
  one: Plan['taken'][number],
): Promise<void> {
  const start = from + one.quarter * 15 * minuteMs
  const startsAt = new Date(start).toISOString()
  const resourceId = resourceIds[one.resource % resourceIds.length]
  if (one.what === 'block') {
    const endsAt = new Date(start + one.durationMinutes * minuteMs).toISOString()
    await ask('POST', `/api/v1/units/${unitId}/blocks`, { resourceId, startsAt, endsAt })
    return
  }
  // A guest asks for what the desk must approve.
  const isRequest = one.what === 'request' || one.what === 'late-request'
  const wish = {
    unitId,
    serviceId: one.what === 'other' || isRequest ? otherId : serviceId,
    start: startsAt,
    durationMinutes: one.durationMinutes,
  }
  if (one.what === 'hold' || one.what === 'overdue') {
    await ask('POST', '/api/v1/slots/lock', wish)
    return
  }
  const client = { name: 'Ona', phone: `+37061${String(++guests).padStart(6, '0')}` }
  const booked = await ask('POST', '/api/v1/appointments', { ...wish, client }, isRequest ? {} : admin)
  if (one.what === 'cancel' && booked.status === 201) await made(`/api/v1/appointments/${booked.body.id}/cancel`, {})
}

// ---------------------------------------------------------------- the property

const seen = { offered: 0, shared: 0, refused: new Map<string, number>() }

test('C1: every offered slot can be held, no other can, and explain says why', async () => {
  await fc.assert(
    fc.asyncProperty(plan, async (plan) => {
      const asked = await open(plan)
      const headers = plan.asksStaff ? admin : {}
      const only = plan.only === null ? undefined : asked.resourceIds[plan.only % asked.resourceIds.length]
      const isFit = only === undefined || plan.roleCount === 1 || asked.areRolesApart || plan.resources.length !== 3
      const wish = { durationMinutes: plan.durationMinutes, ...(only && isFit && { resourceIds: [only] }) }
      const offered = await slotsOf(asked, wish, headers)
      for (let at = asked.from; at < asked.to; at += 15 * minuteMs) {
        const start = new Date(at).toISOString()
        const slot = offered.get(at)
        if (slot) await assertCanBeHeld(asked, start, wish, headers)
        else await assertRefused(asked, start, wish, headers)
      }
      const onGrid = [...offered.keys()].every((at) => (at - asked.from) % minuteMs === 0)
      assert.ok(onGrid)
      await assertRefused(asked, new Date(asked.from + 7 * minuteMs).toISOString(), wish, headers)
      for (const at of [...offered.keys()].filter((at) => at % (15 * minuteMs) !== 0).slice(0, 4)) {
        await assertCanBeHeld(asked, new Date(at).toISOString(), wish, headers)
      }
      assert.deepEqual(await slotsOf(asked, wish, headers), offered, 'what was held and given back is on offer again')
      const some = [...offered][Math.floor(offered.size / 2)]
      if (some && asked.areRolesApart) await assertAsManyFit(asked, some[0], some[1], wish, headers)
      await assertInvariants(world.query, asked.unitId, asked.now)
    }),
    { seed, numRuns: 40 * scale, endOnFailure: true, verbose: fc.VerbosityLevel.None },
  )
  assert.ok(seen.offered > 100, JSON.stringify(seen))
  assert.ok(seen.shared > 5, `${seen.shared} slots with a session to join`)
  for (const rule of ['grid', 'closed', 'taken', 'notice', 'capacity']) {
    assert.ok(
      (seen.refused.get(rule) ?? 0) > 0,
      `nothing was refused for ${rule}: ${JSON.stringify([...seen.refused])}`,
    )
  }
})

type WishMore = { readonly durationMinutes: 30 | 60 | 90; readonly resourceIds?: readonly string[] }
type Slot = { readonly left: number; readonly end: string }

const queryOf = ({ serviceId }: Asked, { durationMinutes, resourceIds }: WishMore, more: Record<string, string>) =>
  new URLSearchParams({
    serviceId,
    durationMinutes: String(durationMinutes),
    ...(resourceIds && { resourceIds: resourceIds.join() }),
    ...more,
  }).toString()

async function slotsOf(
  asked: Asked,
  wish: WishMore,
  headers: Record<string, string>,
  token?: string,
): Promise<Map<number, Slot>> {
  const range = {
    from: new Date(asked.from).toISOString(),
    to: new Date(asked.to).toISOString(),
    ...(token && { reservationToken: token }),
  }
  const { status, body } = await world.call(
    'GET',
    `/api/v1/units/${asked.unitId}/availability?${queryOf(asked, wish, range)}`,
    undefined,
    headers,
  )
  assert.equal(status, 200, JSON.stringify(body))
  return new Map(
    body.slots.map((slot: { start: string; end: string; capacityTotal: number; capacityUsed: number }) => {
      return [Date.parse(slot.start), { left: slot.capacityTotal - slot.capacityUsed, end: slot.end }]
    }),
  )
}

const hold = ({ unitId, serviceId }: Asked, start: string, wish: WishMore, headers: Record<string, string>) =>
  world.call('POST', '/api/v1/slots/lock', { unitId, serviceId, start, ...wish }, headers)
const release = (reservationToken: string) => made('/api/v1/slots/release', { reservationToken })

async function explain(
  asked: Asked,
  start: string,
  wish: WishMore,
  headers: Record<string, string>,
): Promise<Answer['body']> {
  const path = `/api/v1/units/${asked.unitId}/availability/explain?${queryOf(asked, wish, { start })}`
  const { status, body } = await world.call('GET', path, undefined, headers)
  assert.equal(status, 200, JSON.stringify(body))
  return body
}

async function assertCanBeHeld(
  asked: Asked,
  start: string,
  wish: WishMore,
  headers: Record<string, string>,
): Promise<void> {
  assert.deepEqual(await explain(asked, start, wish, headers), { isFree: true, obstacles: [] }, start)
  const { status, body } = await hold(asked, start, wish, headers)
  assert.equal(status, 201, `${start} was offered: ${JSON.stringify(body)}`)
  assert.equal(Date.parse(body.end) - Date.parse(start), wish.durationMinutes * minuteMs)
  if (seen.offered++ % 8 === 0) {
    const own = await slotsOf(asked, wish, headers, body.reservationToken)
    assert.ok(own.has(Date.parse(start)), `${start} is shown to who holds it`)
  }
  await release(body.reservationToken)
}

async function assertRefused(
  asked: Asked,
  start: string,
  wish: WishMore,
  headers: Record<string, string>,
): Promise<void> {
  const { status, body } = await hold(asked, start, wish, headers)
  const verdict = await explain(asked, start, wish, headers)
  assert.ok(status === 409 || status === 422, `${start} was not offered: ${status} ${JSON.stringify(body)}`)
  assert.equal(body.code, status === 409 ? 'slot-taken' : 'rule-rejected')
  assert.equal(verdict.isFree, false)
  assert.equal(body.rule, verdict.refused, start)
  assert.equal(status === 409, body.rule === 'taken' || body.rule === 'capacity')
  if (status === 409) {
    const claimed = verdict.obstacles.find((one: { claim?: unknown }) => one.claim)
    assert.ok(claimed, `${start} is taken by something`)
    const wanted = body.alternatives.map((one: { start: string }) => Date.parse(one.start))
    assert.ok(!wanted.includes(Date.parse(start)))
  }
  seen.refused.set(body.rule, (seen.refused.get(body.rule) ?? 0) + 1)
}

/** The seats that are left are as many as can be had, one after the other, and no more. */
async function assertAsManyFit(
  asked: Asked,
  at: number,
  { left }: Slot,
  wish: WishMore,
  headers: Record<string, string>,
): Promise<void> {
  const start = new Date(at).toISOString()
  const tokens: string[] = []
  for (let had = 0; had < left; had++) {
    const { status, body } = await hold(asked, start, wish, headers)
    assert.equal(status, 201, `${start}: ${had} of ${left} had, ${JSON.stringify(body)}`)
    tokens.push(body.reservationToken)
    assert.equal((await slotsOf(asked, wish, headers)).get(at)?.left ?? 0, left - had - 1)
    if (left > 1) seen.shared++
  }
  await assertRefused(asked, start, wish, headers)
  for (const token of tokens) await release(token)
}
