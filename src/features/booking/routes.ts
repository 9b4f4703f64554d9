import type { Ctx } from '../../context.ts'
import { routesFor } from '../../platform/http/endpoint.ts'
import { toPage } from '../../platform/http/schemas.ts'
import type { Appointment } from './appointment.ts'
import { approveAppointment, declineAppointment } from './approve-appointment.ts'
import { createBlock, deleteBlock, listBlocksEndpoint } from './block-endpoints.ts'
import { bookAppointment } from './book-appointment.ts'
import { cancelAppointment } from './cancel-appointment.ts'
import { type Attendee, confirmHold } from './confirm-hold.ts'
import * as contract from './contract.ts'
import { expireHolds } from './expire-holds.ts'
import { extendHold } from './extend-hold.ts'
import { completeAppointment, markNoShow } from './finish-appointment.ts'
import { extendSlot, lockSlot, releaseSlot } from './hold-endpoints.ts'
import { listAppointments } from './list-appointments.ts'
import { listBlocks } from './list-blocks.ts'
import { moveAppointment } from './move-appointment.ts'
import { placeBlock, removeBlock } from './place-block.ts'
import { placeHold } from './place-hold.ts'
import { releaseHold } from './release-hold.ts'
import { showAppointment } from './show-appointment.ts'
import { setLockLevel, updateAppointment } from './update-appointment.ts'
import { viewAppointment, viewBlock, viewHold } from './views.ts'

const on = routesFor<Ctx>()

const urlOf = (appointment: Appointment) => `/api/v1/appointments/${appointment.id}`
const answered = (appointment: Appointment) => ({
  status: 200 as const,
  body: viewAppointment(appointment),
  etag: appointment.rowVersion,
})

export const bookingRoutes = [
  on(
    lockSlot,
    (ctx, { body }) => placeHold(ctx, { ...body, start: body.start.epochMilliseconds }),
    (hold) => ({ status: 201, body: viewHold(hold), etag: hold.rowVersion, location: urlOf(hold) }),
  ),
  on(
    releaseSlot,
    (ctx, { body }) => releaseHold(ctx, body.reservationToken),
    (hold) => ({ status: 200, body: viewHold(hold) }),
  ),
  on(
    extendSlot,
    (ctx, { body }) => extendHold(ctx, body.reservationToken),
    (hold) => ({ status: 200, body: viewHold(hold), etag: hold.rowVersion }),
  ),
  on(
    contract.createAppointment,
    (ctx, { body }) => {
      const { reservationToken, unitId, serviceId, start, ifStillFree, ...rest } = body
      // The contract has checked that name and phone are there unless a client on record is named.
      const client = body.client as Attendee
      if (reservationToken !== undefined)
        return confirmHold(ctx, { reservationToken, client, notes: body.notes, ifStillFree })
      if (!unitId || !serviceId || !start) throw new Error('The contract let a slot without its fields through')
      return bookAppointment(ctx, { ...rest, client, unitId, serviceId, start: start.epochMilliseconds })
    },
    ({ appointment, isNew }) => ({
      status: isNew ? 201 : 200,
      body: viewAppointment(appointment),
      etag: appointment.rowVersion,
      location: urlOf(appointment),
    }),
  ),
  on(contract.getAppointment, (ctx, { params, query }) => showAppointment(ctx, { ...params, ...query }), answered),
  on(
    contract.listAppointmentsEndpoint,
    (ctx, { query }) => listAppointments(ctx, query),
    (rows, { query }) => {
      const { items, nextCursor } = toPage(rows, query.limit, (row) => [row.startsAt, row.id])
      return { status: 200, body: { items: items.map(viewAppointment), nextCursor } }
    },
  ),
  on(
    contract.patchAppointment,
    (ctx, { params, body, ifMatch }) => updateAppointment(ctx, { ...params, ...body, ifMatch }),
    answered,
  ),
  on(
    contract.cancelEndpoint,
    (ctx, { params, body, ifMatch }) => cancelAppointment(ctx, { ...params, ...body, ifMatch }),
    answered,
  ),
  on(
    contract.moveEndpoint,
    (ctx, { params, body, ifMatch }) =>
      moveAppointment(ctx, { ...params, ...body, start: body.start.epochMilliseconds, ifMatch }),
    answered,
  ),
  on(
    contract.completeEndpoint,
    (ctx, { params, ifMatch }) => completeAppointment(ctx, { ...params, ifMatch }),
    answered,
  ),
  on(contract.noShowEndpoint, (ctx, { params, ifMatch }) => markNoShow(ctx, { ...params, ifMatch }), answered),
  on(contract.approveEndpoint, (ctx, { params, ifMatch }) => approveAppointment(ctx, { ...params, ifMatch }), answered),
  on(
    contract.declineEndpoint,
    (ctx, { params, body, ifMatch }) => declineAppointment(ctx, { ...params, ...body, ifMatch }),
    answered,
  ),
  on(
    contract.lockLevelEndpoint,
    (ctx, { params, body, ifMatch }) => setLockLevel(ctx, { ...params, ...body, ifMatch }),
    answered,
  ),
  on(
    createBlock,
    (ctx, { params, body }) =>
      placeBlock(ctx, {
        ...params,
        ...body,
        startsAt: body.startsAt.epochMilliseconds,
        endsAt: body.endsAt.epochMilliseconds,
      }),
    (block) => ({ status: 201, body: viewBlock(block), etag: block.rowVersion }),
  ),
  on(
    listBlocksEndpoint,
    (ctx, { params, query }) => listBlocks(ctx, { ...params, ...query }),
    (blocks, { query }) => {
      const { items, nextCursor } = toPage(blocks, query.limit, (block) => [block.id])
      return { status: 200, body: { items: items.map(viewBlock), nextCursor } }
    },
  ),
  on(
    deleteBlock,
    (ctx, { params, ifMatch }) => removeBlock(ctx, { ...params, ifMatch }),
    (block) => ({ status: 200, body: viewBlock(block) }),
  ),
  on(
    contract.runExpiry,
    (ctx) => expireHolds(ctx),
    (status) => ({ status: 200, body: { ...status } }),
  ),
]
