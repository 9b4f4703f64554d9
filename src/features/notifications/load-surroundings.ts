import type { Ctx } from '../../context.ts'
import type { Transaction } from '../../platform/db/transaction.ts'
import { loadAppointments } from '../booking/load-appointments.ts'
import { loadClients } from '../clients/load-clients.ts'
import { loadContacts } from '../units/load-contacts.ts'
import type { AppointmentChange } from './appointment-change.ts'
import type { Reach } from './notification.ts'
import { findOptOuts } from './opt-outs.sql.ts'
import type { Surroundings } from './plan-messages.ts'

/** What has to be known about somebody who is told of an appointment. */
export type Concern = Pick<AppointmentChange, 'unitId' | 'appointmentId' | 'clientId' | 'resourceIds' | 'removed'>

/** Everything messages are made of, as it is now; a place per concern, undefined where something is no more. */
export async function loadSurroundings(
  ctx: Ctx,
  tx: Transaction,
  concerns: readonly Concern[],
  isChannelOpen: (reach: Reach) => boolean,
): Promise<(Surroundings | undefined)[]> {
  if (concerns.length === 0) return []
  const unitIds = unique(concerns.map(({ unitId }) => unitId))
  const [appointments, clients, contacts, catalogues] = await Promise.all([
    loadAppointments(tx, unique(concerns.map(({ appointmentId }) => appointmentId))),
    loadClients(tx, unique(concerns.map(({ clientId }) => clientId))),
    loadContacts(tx, unitIds, unique(concerns.flatMap(({ resourceIds, removed }) => [...resourceIds, ...removed]))),
    Promise.all(unitIds.map(async (id) => [id, await ctx.catalogues.of(id, tx)] as const)),
  ])
  const addresses = [
    ...[...appointments.values()].map(({ contactEmail }) => contactEmail),
    ...[...clients.values()].flatMap(({ email, phone, telegramChatId }) => [email, phone, telegramChatId]),
    ...[...contacts.resources.values()].map(({ email }) => email),
  ].flatMap((address) => address?.toLowerCase() ?? [])
  const optOuts = await tx.run(findOptOuts, unitIds, addresses)
  const catalogueOf = new Map(catalogues)
  const silenced = new Set(optOuts.map(({ unitId, channel, address }) => `${unitId} ${channel} ${address}`))
  return concerns.map((concern) => {
    const unit = contacts.units.get(concern.unitId)
    const catalogue = catalogueOf.get(concern.unitId)
    const appointment = appointments.get(concern.appointmentId)
    const client = clients.get(concern.clientId)
    if (!unit || !catalogue || !appointment || !client) return undefined
    const isUsable = (reach: Reach) =>
      isChannelOpen(reach) && !silenced.has(`${unit.id} ${reach.channel} ${reach.address.toLowerCase()}`)
    return {
      unit,
      catalogue,
      appointment,
      client,
      resources: contacts.resources,
      isUsable,
      domain: ctx.config.UID_DOMAIN,
    }
  })
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)]
}
