import assert from 'node:assert/strict'
import type { Appointment, AppointmentStatus } from '../../src/features/booking/appointment.ts'
import {
  approvalWithinMinutes,
  holdSeconds,
  type Known,
  names,
  type Offer,
  offers,
  type ResourceName,
  type Salon,
  slotMs,
} from './salon.ts'
import { type Command, type Outcome, onlyOf, phoneOf, pick, startOf, talkOf, type Wish } from './salon-commands.ts'

const minuteMs = 60_000

/** What the model believes of an appointment. */
type Believed = {
  readonly known: Known
  status: AppointmentStatus
  start: number
  minutes: number
  places: ResourceName[]
  /** Of a hold or a request. */
  deadline: number
  wasExtended: boolean
  isOverbooked: boolean
  level: number
  /** May be confirmed late, if its time is still free. */
  mayRevive: boolean
  readonly phone: string | undefined
  readonly talk: string | undefined
}

type Block = {
  readonly id: string
  readonly resource: ResourceName
  readonly from: number
  readonly to: number
  isActive: boolean
}

/** `either`: the model leaves open what happens; what it may rely on is checked all the same. */
type Verdict = 'ok' | 'either' | readonly string[]

/**
 * The salon as a plain list in memory, one command at a time: says what must happen before it happens, and learns which
 * of the equally good resources were taken.
 */
export class SalonModel {
  readonly believed = new Map<string, Believed>()
  readonly blocks = new Map<string, Block>()
  readonly #salon: Salon

  constructor(salon: Salon) {
    this.#salon = salon
  }

  get #now(): number {
    return this.#salon.now
  }

  /** What must come of `command`, asked before it is carried out. */
  expect(command: Command): Verdict {
    if (command.do === 'hold' || command.do === 'book') return this.#expectWish(command)
    if (command.do === 'block') return this.#expectBlock(command)
    if (!('which' in command) || command.do === 'unblock') return 'ok'
    const one = this.#picked(command.which)
    if (!one) return 'ok'
    // Whether an overdue one has been tidied away yet is nobody's business; both answers are right.
    const isOverdue = this.#isOverdue(one)
    const isGuest = (command.do === 'cancel' || command.do === 'move') && !command.byStaff
    if (isGuest && one.level >= 2) {
      // To cancel what is cancelled is no change.
      if (command.do === 'cancel' && one.status === 'CANCELLED') return 'ok'
      return command.do === 'cancel' && isOverdue ? 'either' : ['locked']
    }
    const isStanding = one.status === 'CONFIRMED' || (one.status === 'PENDING_APPROVAL' && !isOverdue)
    switch (command.do) {
      case 'confirm':
        return this.#expectConfirm(one, command.ifStillFree)
      case 'release':
        if (one.status === 'CANCELLED' || one.status === 'HELD') return 'ok'
        return isOverdue ? 'either' : ['not-in-state']
      case 'extend':
        if (one.status === 'HELD' && !isOverdue) return one.wasExtended ? ['not-in-state'] : 'ok'
        if (one.status === 'HELD' || one.status === 'CANCELLED') return ['hold-expired']
        return isOverdue ? ['hold-expired', 'not-in-state'] : ['not-in-state']
      case 'approve':
        return isStanding ? 'ok' : ['not-in-state']
      case 'decline':
        return isOverdue ? 'either' : one.status === 'PENDING_APPROVAL' ? 'ok' : 'either'
      case 'complete':
        return one.status === 'COMPLETED' || (one.status === 'CONFIRMED' && one.start <= this.#now)
          ? 'ok'
          : ['not-in-state']
      case 'cancel':
        if (one.status === 'COMPLETED') return ['not-in-state']
        if (one.status === 'CANCELLED' || one.status === 'HELD' || command.byStaff || one.start >= this.#now)
          return 'ok'
        return isOverdue ? 'either' : ['rule-rejected']
      case 'protect':
        return 'ok'
      case 'move': {
        if (isOverdue) return 'either'
        if (!isStanding) return ['not-in-state']
        const start = startOf(command.slot)
        // A guest moves what has not begun; the desk writes down what was an hour ago.
        const isTooLate = command.byStaff ? start < this.#now - 60 * minuteMs : Math.min(start, one.start) < this.#now
        if (command.byStaff && command.overbook) return 'ok'
        if (isTooLate) return ['rule-rejected']
        return this.#expectTime(one.known.offer, start, command.minutes, undefined, one)
      }
    }
  }

  /** Learns what came of `command` and checks what was answered. */
  learn(command: Command, outcome: Outcome): void {
    if (command.do === 'expire' || outcome.refused) return
    if (outcome.block) this.#learnBlock(command, outcome.block)
    const { appointment } = outcome
    if (!appointment) return
    const before = this.believed.get(appointment.id)
    const places = appointment.places.map((place) => this.#salon.nameOf.get(place.resourceId) as ResourceName)
    if (command.do === 'hold' || command.do === 'book') this.#replaceOwned(command)
    const takesTime = command.do === 'hold' || command.do === 'book' || command.do === 'move' || outcome.isNew === true
    const isOverbooked = appointment.overrideReason !== null
    const offer =
      before?.known.offer ?? (this.#salon.appointments.find(({ id }) => id === appointment.id) as Known).offer
    const isWish = command.do === 'hold' || command.do === 'book'
    const only = command.do === 'confirm' ? before?.places : isWish ? onlyOf(command) : undefined
    // What was laid over a hold on purpose does not make it less confirmed.
    const setAside = command.do === 'confirm' ? this.#overbooked() : []
    if (takesTime && !isOverbooked)
      this.#assertHad(offer, appointment, places, only, [...setAside, ...(before ? [before] : [])])
    this.believed.set(appointment.id, {
      known: before?.known ?? (this.#salon.appointments.at(-1) as Known),
      status: appointment.status,
      start: appointment.startsAt,
      minutes: appointment.durationMinutes,
      places,
      deadline: this.#deadline(command, appointment, before),
      wasExtended: appointment.holdExtended,
      isOverbooked,
      level: appointment.lockLevel,
      mayRevive: appointment.status === 'HELD' || appointment.cancelReason === 'HOLD_EXPIRED',
      phone: before?.phone ?? (isWish ? phoneOf(command.who) : undefined),
      talk: before?.talk ?? (isWish ? talkOf(command) : undefined),
    })
  }

  /** Fails when the rows say anything else; an overdue hold may or may not have been tidied away. */
  assertAgrees(
    rows: readonly {
      id: string
      status: AppointmentStatus
      start: number
      minutes: number
      resources: ResourceName[]
    }[],
  ): void {
    const told = rows.map(({ id, status, ...rest }) => {
      const isGone = status === 'CANCELLED' || this.#isOverdue(this.believed.get(id) as Believed)
      return isGone ? { id, status: 'CANCELLED' } : { id, status, ...rest, resources: rest.resources.toSorted() }
    })
    const believed = [...this.believed.values()].map((one) => {
      if (one.status === 'CANCELLED' || this.#isOverdue(one)) return { id: one.known.id, status: 'CANCELLED' }
      const { status, start, minutes } = one
      return { id: one.known.id, status, start, minutes, resources: one.places.toSorted() }
    })
    const byId = (a: { id: string }, b: { id: string }) => (a.id < b.id ? -1 : 1)
    assert.deepEqual(told.sort(byId), believed.sort(byId))
  }

  #picked(which: number): Believed | undefined {
    const known = pick(this.#salon, which)
    return known && this.believed.get(known.id)
  }

  #isOverdue({ status, deadline }: Believed): boolean {
    return (status === 'HELD' || status === 'PENDING_APPROVAL') && deadline <= this.#now
  }

  #isActive(one: Believed): boolean {
    return one.status !== 'CANCELLED' && !this.#isOverdue(one)
  }

  #deadline(command: Command, appointment: Appointment, before: Believed | undefined): number {
    const { status } = appointment
    if (status === 'PENDING_APPROVAL')
      return before?.status === status ? before.deadline : this.#now + approvalWithinMinutes * minuteMs
    if (status !== 'HELD') return 0
    if (command.do === 'extend' || !before) return this.#now + holdSeconds * 1000
    return before.deadline
  }

  /** The live holds that make way for this one: those of the conversation, and the client's own in it. */
  #owned(wish: Wish): { busy: boolean; previous: Believed[] } {
    const live = [...this.believed.values()].filter((one) => one.status === 'HELD' && !this.#isOverdue(one))
    const [phone, talk] = [phoneOf(wish.who), talkOf(wish)]
    const ofClient = phone === undefined ? [] : live.filter((one) => one.phone === phone)
    const busy = ofClient.some((one) => one.talk === undefined || one.talk !== talk)
    return { busy, previous: [...ofClient, ...(talk === undefined ? [] : live.filter((one) => one.talk === talk))] }
  }

  #replaceOwned(wish: Wish): void {
    for (const one of this.#owned(wish).previous) Object.assign(one, { status: 'CANCELLED', mayRevive: false })
  }

  #expectWish(wish: Wish & { readonly do: 'hold' | 'book' }): Verdict {
    const { busy, previous } = this.#owned(wish)
    if (busy) return ['client-busy']
    const start = startOf(wish.slot)
    if (wish.overbook) return 'ok'
    if (start < this.#now) return ['rule-rejected']
    const put = previous.map((one) => [one, one.status] as const)
    for (const one of previous) one.status = 'CANCELLED'
    const verdict = this.#expectTime(offers[wish.offer] as Offer, start, wish.minutes, onlyOf(wish))
    for (const [one, status] of put) one.status = status
    return verdict
  }

  #expectConfirm(one: Believed, ifStillFree: boolean): Verdict {
    if (one.status === 'CANCELLED' && !one.mayRevive) return ['hold-expired']
    if (one.status === 'PENDING_APPROVAL' && this.#isOverdue(one)) return 'either'
    if (one.status !== 'HELD' && one.status !== 'CANCELLED') return 'ok'
    if (one.status === 'HELD' && !this.#isOverdue(one)) return 'ok'
    if (!ifStillFree) return ['hold-expired']
    // Its own claims may still stand, and then no rule is asked again.
    if (one.start < this.#now || this.#overbooked().length > 0) return 'either'
    // Whoever was promised somebody is not given somebody else.
    return this.#expectTime(one.known.offer, one.start, one.minutes, one.places, one)
  }

  #expectBlock({ resource, slot, length }: Command & { do: 'block' }): Verdict {
    const from = startOf(slot)
    return this.#claimsOn(names[resource] as ResourceName, from, from + length * slotMs).length > 0
      ? ['time-in-use']
      : 'ok'
  }

  #expectTime(
    offer: Offer,
    start: number,
    minutes: number,
    only?: readonly ResourceName[],
    ignored?: Believed,
  ): Verdict {
    const { from, to } = spanOf(offer, start, minutes)
    const roles = rolesOf(offer, only)
    const inTheWay = (name: ResourceName) => this.#claimsOn(name, from, to, ignored)
    if (hasLineUp(roles.map((eligible) => eligible.filter((name) => inTheWay(name).length === 0)))) return 'ok'
    const eligible = new Set(roles.flat())
    const active = [...this.believed.values()].filter((one) => one !== ignored && this.#isActive(one))
    const together = active.filter(
      (one) => isOccasion(one, offer, start, minutes) && one.places.every((name) => eligible.has(name)),
    )
    const occasions = Map.groupBy(together, ({ places }) => places.toSorted().join())
    for (const members of occasions.values()) {
      const { places } = members[0] as Believed
      const foreign = places.flatMap(inTheWay).filter((claim) => !members.includes(claim as Believed))
      const fits = hasLineUp(roles.map((names) => names.filter((name) => places.includes(name))))
      if (foreign.length === 0 && fits && members.length < offer.capacity)
        return members.some((one) => one.isOverbooked) ? 'either' : 'ok'
    }
    return ['slot-taken']
  }

  /** The time was had: all that is in its way is the same occasion, and has a seat left. */
  #assertHad(
    offer: Offer,
    { startsAt, durationMinutes }: Appointment,
    places: ResourceName[],
    only: readonly ResourceName[] | undefined,
    setAside: readonly Believed[],
  ): void {
    assert.ok(
      hasLineUp(rolesOf(offer, only).map((eligible) => eligible.filter((name) => places.includes(name)))),
      `${places} can do it`,
    )
    assert.equal(new Set(places).size, Object.keys(offer.roles).length)
    const { from, to } = spanOf(offer, startsAt, durationMinutes)
    for (const name of places) {
      const others = this.#claimsOn(name, from, to, ...setAside)
      const isShared = others.every((other) => 'known' in other && isOccasion(other, offer, startsAt, durationMinutes))
      assert.ok(isShared, `${name} has something else at ${new Date(startsAt).toISOString()}`)
      assert.ok(others.length < offer.capacity, `${name} has a seat left at ${new Date(startsAt).toISOString()}`)
    }
  }

  #overbooked(): Believed[] {
    return [...this.believed.values()].filter((one) => one.isOverbooked)
  }

  #claimsOn(name: ResourceName, from: number, to: number, ...ignored: (Believed | undefined)[]): (Believed | Block)[] {
    const blocks = [...this.blocks.values()].filter(
      (one) => one.isActive && one.resource === name && one.from < to && one.to > from,
    )
    const appointments = [...this.believed.values()].filter((one) => {
      const span = spanOf(one.known.offer, one.start, one.minutes)
      return (
        !ignored.includes(one) && this.#isActive(one) && one.places.includes(name) && span.from < to && span.to > from
      )
    })
    return [...blocks, ...appointments]
  }

  #learnBlock(command: Command, block: NonNullable<Outcome['block']>): void {
    const resource = this.#salon.nameOf.get(block.resourceId) as ResourceName
    this.blocks.set(block.id, {
      id: block.id,
      resource,
      from: block.startsAt,
      to: block.endsAt,
      isActive: command.do === 'block',
    })
  }
}

function isOccasion(one: Believed, offer: Offer, start: number, minutes: number): boolean {
  return one.known.offer === offer && one.start === start && one.minutes === minutes
}

function spanOf(offer: Offer, start: number, minutes: number): { from: number; to: number } {
  return { from: start - offer.before * minuteMs, to: start + (minutes + offer.after) * minuteMs }
}

/** Who may take each role; a wish for somebody narrows the roles they can take. */
function rolesOf(offer: Offer, only: readonly ResourceName[] | undefined): ResourceName[][] {
  return Object.values(offer.roles).map((eligible: readonly ResourceName[]) => {
    const wanted = eligible.filter((name) => only?.includes(name))
    return wanted.length > 0 ? wanted : [...eligible]
  })
}

/** Whether every role can be given a resource of its own. */
function hasLineUp(roles: readonly (readonly ResourceName[])[], taken: readonly ResourceName[] = []): boolean {
  const [first, ...rest] = roles
  if (!first) return true
  return first.some((name) => !taken.includes(name) && hasLineUp(rest, [...taken, name]))
}
