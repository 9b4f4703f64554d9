import { randomUUIDv7 } from 'node:crypto'

declare const brand: unique symbol

/** A UUID that names one kind of thing; the brand keeps a unit's id from being passed where a service's belongs. */
export type Id<Of extends string> = string & { readonly [brand]: Of }

export type UnitId = Id<'unit'>
export type ServiceId = Id<'service'>
export type ResourceId = Id<'resource'>
export type ClientId = Id<'client'>
export type AppointmentId = Id<'appointment'>
export type BlockId = Id<'block'>

/** A new id that sorts by time of creation, so that indexes grow at one end. */
export function newId<Of extends string>(): Id<Of> {
  return randomUUIDv7() as Id<Of>
}
