import type { Service } from '../api/schema.generated.ts'
import type { Address } from './address.ts'
import type { HeldTime } from './calls.ts'
import type { Booked, Visit } from './visit.ts'

export type Step =
  | { name: 'service' }
  | { name: 'time'; service: Service }
  | { name: 'details'; service: Service; held: HeldTime }
  | { name: 'done'; booked: Booked }

export type StepName = Step['name']

/** The step an address means; one that lacks what it needs (a hold, a booking) means the step where that is got. */
export function stepAt(address: Address, services: readonly Service[], visit: Visit): Step {
  if (address.step === 'done' && visit.booked) return { name: 'done', booked: visit.booked }
  const service = services.find(({ slug }) => slug === address.service)
  if (!service) return { name: 'service' }
  if (address.step === 'details' && visit.held?.hold.serviceId === service.id) {
    return { name: 'details', service, held: visit.held }
  }
  return { name: 'time', service }
}
