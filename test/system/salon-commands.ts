import fc from 'fast-check'
import type { Appointment } from '../../src/features/booking/appointment.ts'
import { approveAppointment, declineAppointment } from '../../src/features/booking/approve-appointment.ts'
import type { Block } from '../../src/features/booking/block.ts'
import { bookAppointment } from '../../src/features/booking/book-appointment.ts'
import { cancelAppointment } from '../../src/features/booking/cancel-appointment.ts'
import { confirmHold } from '../../src/features/booking/confirm-hold.ts'
import { expireHolds } from '../../src/features/booking/expire-holds.ts'
import { extendHold } from '../../src/features/booking/extend-hold.ts'
import { completeAppointment } from '../../src/features/booking/finish-appointment.ts'
import { moveAppointment } from '../../src/features/booking/move-appointment.ts'
import { placeBlock, removeBlock } from '../../src/features/booking/place-block.ts'
import { placeHold } from '../../src/features/booking/place-hold.ts'
import { releaseHold } from '../../src/features/booking/release-hold.ts'
import { setLockLevel } from '../../src/features/booking/update-appointment.ts'
import type { ResourceId, ServiceId } from '../../src/lib/ids.ts'
import { Problem } from '../../src/platform/problem.ts'
import { actingAs } from '../world.ts'
import {
  boss,
  client,
  type Known,
  names,
  type Offer,
  offers,
  opening,
  type ResourceName,
  type Salon,
  slotMs,
} from './salon.ts'

/** Where and for whom a time is asked; plain numbers, so that a failing run can be read and shrunk. */
export type Wish = {
  readonly offer: number
  readonly slot: number
  readonly minutes: 30 | 60
  /** One resource only, of those the service could take. */
  readonly only: number | null
  readonly who: number | null
  readonly talk: number | null
  readonly overbook: boolean
}

export type Command =
  | ({ readonly do: 'hold' | 'book' } & Wish)
  | { readonly do: 'confirm'; readonly which: number; readonly ifStillFree: boolean; readonly who: number }
  | { readonly do: 'release' | 'extend' | 'approve' | 'decline' | 'complete'; readonly which: number }
  | { readonly do: 'cancel'; readonly which: number; readonly byStaff: boolean }
  | {
      readonly do: 'move'
      readonly which: number
      readonly slot: number
      readonly minutes: 30 | 60
      readonly byStaff: boolean
      readonly overbook: boolean
    }
  | { readonly do: 'protect'; readonly which: number; readonly level: number }
  | { readonly do: 'block'; readonly resource: number; readonly slot: number; readonly length: number }
  | { readonly do: 'unblock'; readonly which: number }
  | { readonly do: 'expire' }

/** What came of a command: an answer, or a refusal somebody can act on. Anything else is a fault and is thrown. */
export type Outcome = {
  readonly appointment?: Appointment
  readonly block?: Block
  readonly isNew?: boolean
  readonly refused?: string
}

const index = fc.integer({ min: 0, max: 11 })
const wish = {
  offer: fc.integer({ min: 0, max: offers.length - 1 }),
  /** Everybody wants the same times. */
  slot: fc.constantFrom(0, 1, 1, 1, 1, 2, 2, 3, 4),
  minutes: fc.constantFrom<30 | 60>(30, 30, 60),
  only: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 3 }),
  who: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 2 }),
  talk: fc.option(fc.integer({ min: 0, max: 2 }), { freq: 2 }),
  overbook: fc.constantFrom(false, false, false, false, true),
}
const one = <K extends string>(what: K) => fc.record({ do: fc.constant(what), which: index })

/** Any command, the ones that make and change appointments most often. */
export const commands: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ do: fc.constant('hold' as const), ...wish }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('book' as const), ...wish }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('confirm' as const),
      which: index,
      ifStillFree: fc.boolean(),
      who: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: one('release' as const) },
  { weight: 2, arbitrary: one('extend' as const) },
  { weight: 2, arbitrary: one('approve' as const) },
  { weight: 1, arbitrary: one('decline' as const) },
  { weight: 1, arbitrary: one('complete' as const) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cancel' as const), which: index, byStaff: fc.boolean() }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('move' as const),
      which: index,
      slot: wish.slot,
      minutes: wish.minutes,
      byStaff: fc.boolean(),
      overbook: wish.overbook,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('protect' as const), which: index, level: fc.integer({ min: 0, max: 3 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('block' as const),
      resource: fc.integer({ min: 0, max: names.length - 1 }),
      slot: wish.slot,
      length: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: one('unblock' as const) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('expire' as const) }) },
)

export const startOf = (slot: number) => opening + slot * slotMs
export const phoneOf = (who: number | null) => (who === null ? undefined : `+3706000000${who}`)
/** Staff, who overbook, name their conversations among themselves. */
export const talkOf = ({ talk, overbook }: Pick<Wish, 'talk' | 'overbook'>) =>
  talk === null ? undefined : `${overbook ? 'desk' : 'talk'}:${talk}`

/** The resources a wish is narrowed to: one, or any. */
export function onlyOf({ offer, only }: Pick<Wish, 'offer' | 'only'>): readonly ResourceName[] | undefined {
  if (only === null) return undefined
  const eligible = [...new Set(Object.values((offers[offer] as Offer).roles).flat())]
  return eligible.slice(only % eligible.length).slice(0, 1)
}

/** The appointment a command is about; undefined while there is none. */
export function pick(salon: Salon, which: number): Known | undefined {
  return salon.appointments[which % Math.max(1, salon.appointments.length)]
}

/** Carries a command out by the operations themselves. */
export async function carryOut(salon: Salon, command: Command): Promise<Outcome> {
  try {
    return await attempt(salon, command)
  } catch (error) {
    if (error instanceof Problem && error.kind.status < 500 && error.kind.status !== 400)
      return { refused: error.kind.code }
    throw new Error(`${JSON.stringify(command)} failed`, { cause: error })
  }
}

async function attempt(salon: Salon, command: Command): Promise<Outcome> {
  const staff = actingAs(salon.world, boss)
  const guest = actingAs(salon.world, client)
  const known = 'which' in command ? pick(salon, command.which) : undefined
  const target = known && { appointmentId: known.id }
  switch (command.do) {
    case 'hold': {
      const hold = await placeHold(command.overbook ? staff : guest, wishOf(salon, command))
      return remember(salon, command, hold)
    }
    case 'book': {
      const name = `Person ${command.who}`
      const phone = phoneOf(command.who) ?? `+37061000${String(salon.appointments.length).padStart(3, '0')}`
      const booking = { ...wishOf(salon, command), client: { name, phone } }
      const { appointment } = await bookAppointment(command.overbook ? staff : guest, booking)
      return remember(salon, command, appointment)
    }
    case 'confirm': {
      if (!known) return {}
      const attendee = { name: `Person ${command.who}`, phone: phoneOf(command.who) }
      return confirmHold(guest, { reservationToken: known.token, client: attendee, ifStillFree: command.ifStillFree })
    }
    case 'release':
      return known ? { appointment: await releaseHold(guest, known.token) } : {}
    case 'extend':
      return known ? { appointment: await extendHold(guest, known.token) } : {}
    case 'approve':
      return target ? { appointment: await approveAppointment(staff, target) } : {}
    case 'decline':
      return target ? { appointment: await declineAppointment(staff, target) } : {}
    case 'complete':
      return target ? { appointment: await completeAppointment(staff, target) } : {}
    case 'protect':
      return target ? { appointment: await setLockLevel(staff, { ...target, lockLevel: command.level }) } : {}
    case 'cancel': {
      if (!known || !target) return {}
      const token = { reservationToken: known.token }
      return {
        appointment: await (command.byStaff
          ? cancelAppointment(staff, target)
          : cancelAppointment(guest, { ...target, ...token })),
      }
    }
    case 'move': {
      if (!known || !target) return {}
      const to = { ...target, start: startOf(command.slot), durationMinutes: command.minutes }
      if (!command.byStaff)
        return { appointment: await moveAppointment(guest, { ...to, reservationToken: known.token }) }
      return {
        appointment: await moveAppointment(staff, {
          ...to,
          override: command.overbook ? { reason: 'a test' } : undefined,
        }),
      }
    }
    case 'block': {
      const resource = names[command.resource] as ResourceName
      const startsAt = startOf(command.slot)
      const time = { startsAt, endsAt: startsAt + command.length * slotMs, kind: 'OTHER' as const, reason: '' }
      const block = await placeBlock(staff, {
        unitId: salon.unitId,
        resourceId: salon.resources.get(resource) as ResourceId,
        ...time,
      })
      salon.blocks.push({ id: block.id, resource })
      return { block }
    }
    case 'unblock': {
      const block = salon.blocks[command.which % Math.max(1, salon.blocks.length)]
      return block ? { block: await removeBlock(staff, { blockId: block.id }) } : {}
    }
    case 'expire':
      await expireHolds(actingAs(salon.world, boss))
      return {}
  }
}

function wishOf(salon: Salon, wish: Wish) {
  const only = onlyOf(wish)
  return {
    unitId: salon.unitId,
    serviceId: salon.services.get(offers[wish.offer] as Offer) as ServiceId,
    start: startOf(wish.slot),
    durationMinutes: wish.minutes,
    resourceIds: only?.map((name) => salon.resources.get(name) as ResourceId),
    conversation: talkOf(wish),
    client: wish.who === null ? undefined : { phone: phoneOf(wish.who) },
    override: wish.overbook ? { reason: 'a test' } : undefined,
  }
}

function remember(salon: Salon, wish: Wish, appointment: Appointment): Outcome {
  const { id, reservationToken: token } = appointment
  salon.appointments.push({ id, token, offer: offers[wish.offer] as Offer })
  return { appointment }
}
