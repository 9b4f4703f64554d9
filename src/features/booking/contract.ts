import { z } from 'zod'
import { defineEndpoint } from '../../platform/http/endpoint.ts'
import {
  email,
  idOf,
  instant,
  instantOut,
  line,
  locale,
  pageOf,
  pageQuery,
  phone,
  text,
  timeZone,
} from '../../platform/http/schemas.ts'
import { forbidden, notFound } from '../../platform/problem.ts'
import { appointmentStatuses, cancelReasons } from './appointment.ts'
import { override, place, reservationToken, slotWish } from './hold-endpoints.ts'
import {
  clientBusy,
  engineDisabled,
  holdExpired,
  lockedLevel,
  notInState,
  ruleRejected,
  slotTaken,
} from './problems.ts'

const staff = ['ADMIN', 'STAFF', 'PROVIDER'] as const
const desk = ['ADMIN', 'STAFF'] as const

export const appointmentView = z
  .strictObject({
    id: z.uuid(),
    unitId: z.uuid(),
    serviceId: z.uuid(),
    clientId: z.uuid().nullable(),
    status: z.enum(appointmentStatuses),
    start: instantOut,
    end: instantOut,
    durationMinutes: z.int(),
    resources: z.array(place),
    lockLevel: z.int(),
    rowVersion: z.int(),
    uid: z.string().meta({ description: 'iCalendar UID, the same for the life of the appointment' }),
    icsSequence: z.int(),
    channel: z.string(),
    attendeeName: z.string().nullable(),
    notes: z.string(),
    approvalDeadlineAt: instantOut.nullable(),
    cancelReason: z.enum(cancelReasons).nullable(),
    overrideReason: z.string().nullable(),
    createdAt: instantOut,
    updatedAt: instantOut,
  })
  .meta({ id: 'Appointment' })

const attendee = z
  .strictObject({
    clientId: idOf('client')
      .optional()
      .meta({ description: 'A client on record; then name and phone can be left out' }),
    name: line(200).optional(),
    phone: phone.optional().meta({ description: 'With country code' }),
    email: email.optional(),
    locale: locale.optional(),
    timeZone: timeZone.optional(),
  })
  .superRefine((client, context) => {
    if (client.clientId !== undefined) return
    if (client.name === undefined)
      context.addIssue({ code: 'custom', path: ['name'], message: 'is missing: say who comes' })
    if (client.phone === undefined && client.email === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['phone'],
        message: 'is missing: give a phone number or an e-mail address',
      })
    }
  })
  .meta({ description: 'Who comes: `clientId`, or a name with a phone number or e-mail address' })

export const createAppointment = defineEndpoint({
  id: 'create-appointment',
  method: 'POST',
  path: '/api/v1/appointments',
  tag: 'appointments',
  summary: 'Book: confirm a hold, or hold and confirm at once',
  description:
    'With `reservationToken` the hold becomes an appointment; repeating it answers 200 with the same appointment. Without it, give the slot: it is held and confirmed in one step. A service that needs approval answers with status PENDING_APPROVAL.',
  access: 'anyone',
  rate: 'hold',
  idempotent: true,
  body: z
    .strictObject({
      reservationToken: reservationToken.optional(),
      ifStillFree: z
        .boolean()
        .optional()
        .meta({ description: 'After the deadline, try the same time once more instead of answering 410' }),
      unitId: slotWish.unitId.optional(),
      serviceId: slotWish.serviceId.optional(),
      start: slotWish.start.optional(),
      durationMinutes: slotWish.durationMinutes,
      resourceIds: slotWish.resourceIds,
      conversation: slotWish.conversation,
      override: override.optional(),
      client: attendee,
      notes: text(2000).optional(),
    })
    .superRefine((body, context) => {
      const slotFields = ['unitId', 'serviceId', 'start'] as const
      const onlyWithSlot = ['durationMinutes', 'resourceIds', 'conversation', 'override'] as const
      if (body.reservationToken === undefined) {
        for (const field of slotFields) {
          if (body[field] === undefined)
            context.addIssue({ code: 'custom', path: [field], message: 'is missing: give it, or a reservationToken' })
        }
        if (body.ifStillFree !== undefined)
          context.addIssue({ code: 'custom', path: ['ifStillFree'], message: 'goes with a reservationToken' })
        return
      }
      for (const field of [...slotFields, ...onlyWithSlot]) {
        if (body[field] !== undefined)
          context.addIssue({
            code: 'custom',
            path: [field],
            message: 'cannot be given together with a reservationToken',
          })
      }
    })
    .meta({
      examples: [
        {
          reservationToken: '5a0f7c1e-3b0e-4c55-9a3c-8c1f5e0b7d21',
          client: { name: 'Ana Silva', phone: '+37061234567' },
        },
      ],
    }),
  answers: {
    201: {
      description: 'Booked',
      schema: appointmentView,
      headers: { Location: 'The appointment', ETag: 'Its version' },
    },
    200: { description: 'It had been confirmed before', schema: appointmentView },
  },
  problems: [slotTaken, clientBusy, ruleRejected, holdExpired, engineDisabled, notFound, forbidden],
})

const appointmentPath = z.strictObject({ appointmentId: idOf('appointment') })
const tokenOrStaff = 'Its unit’s staff, the provider whose appointment it is, or whoever shows its reservation token.'

export const getAppointment = defineEndpoint({
  id: 'show-appointment',
  method: 'GET',
  path: '/api/v1/appointments/:appointmentId',
  tag: 'appointments',
  summary: 'Read an appointment',
  description: tokenOrStaff,
  access: 'anyone',
  rate: 'read',
  params: appointmentPath,
  query: z.strictObject({ reservationToken: reservationToken.optional() }),
  answers: { 200: { description: 'The appointment', schema: appointmentView, headers: { ETag: 'Its version' } } },
  problems: [forbidden],
})

export const listAppointmentsEndpoint = defineEndpoint({
  id: 'list-appointments',
  method: 'GET',
  path: '/api/v1/appointments',
  tag: 'appointments',
  summary: 'Appointments of a unit, by start',
  description: 'A PROVIDER sees their own. Holds are listed with `status=HELD`.',
  access: { roles: staff, scope: 'appointments:read' },
  rate: 'read',
  query: z.strictObject({
    unitId: idOf('unit'),
    from: instant.optional(),
    to: instant.optional(),
    status: z.enum(appointmentStatuses).optional(),
    resourceId: idOf('resource').optional(),
    clientId: idOf('client').optional(),
    ...pageQuery,
  }),
  answers: { 200: { description: 'A page', schema: pageOf(appointmentView) } },
  problems: [notFound],
})

export const patchAppointment = defineEndpoint({
  id: 'update-appointment',
  method: 'PATCH',
  path: '/api/v1/appointments/:appointmentId',
  tag: 'appointments',
  summary: 'Change notes or the attendee’s name',
  access: { roles: staff, scope: 'appointments:write' },
  rate: 'write',
  ifMatch: 'staff',
  params: appointmentPath,
  body: z.strictObject({ notes: text(2000).optional(), attendeeName: line(200).optional() }),
  answers: { 200: { description: 'Changed', schema: appointmentView } },
  problems: [lockedLevel],
})

export const cancelEndpoint = defineEndpoint({
  id: 'cancel-appointment',
  method: 'POST',
  path: '/api/v1/appointments/:appointmentId/cancel',
  tag: 'appointments',
  summary: 'Cancel: the time is free again',
  description: `${tokenOrStaff} A client keeps the service’s notice. Repeating it answers the same.`,
  access: 'anyone',
  rate: 'write',
  idempotent: true,
  ifMatch: 'staff',
  params: appointmentPath,
  body: z.strictObject({ note: text(500).optional(), reservationToken: reservationToken.optional() }),
  answers: { 200: { description: 'Cancelled', schema: appointmentView } },
  problems: [notInState, lockedLevel, ruleRejected, forbidden],
})

export const moveEndpoint = defineEndpoint({
  id: 'move-appointment',
  method: 'POST',
  path: '/api/v1/appointments/:appointmentId/move',
  tag: 'appointments',
  summary: 'Move to another time, length or resource',
  description: `${tokenOrStaff} The appointment keeps its id and calendar UID; the old time is given up only when the new one is had.`,
  access: 'anyone',
  rate: 'write',
  idempotent: true,
  ifMatch: 'staff',
  params: appointmentPath,
  body: z.strictObject({
    start: slotWish.start,
    durationMinutes: slotWish.durationMinutes,
    resourceIds: slotWish.resourceIds,
    override: override.optional(),
    reservationToken: reservationToken.optional(),
  }),
  answers: { 200: { description: 'Moved', schema: appointmentView } },
  problems: [slotTaken, ruleRejected, notInState, lockedLevel, engineDisabled, forbidden],
})

const decision = (verb: string, summary: string, description: string, id: string = `${verb}-appointment`) =>
  ({
    id,
    method: 'POST',
    path: `/api/v1/appointments/:appointmentId/${verb}`,
    tag: 'appointments',
    summary,
    description,
    access: { roles: staff, scope: 'appointments:write' },
    rate: 'write',
    idempotent: true,
    ifMatch: 'staff',
    params: appointmentPath,
    answers: { 200: { description: 'Done', schema: appointmentView } },
    problems: [notInState, lockedLevel],
  }) as const

export const completeEndpoint = defineEndpoint(decision('complete', 'It took place', 'Repeating it answers the same.'))
export const noShowEndpoint = defineEndpoint(
  decision('no-show', 'The client did not come', 'Repeating it answers the same.', 'mark-no-show'),
)
export const approveEndpoint = defineEndpoint(
  decision('approve', 'Say yes to a request', 'For services that need approval.'),
)
export const declineEndpoint = defineEndpoint({
  ...decision('decline', 'Say no to a request', 'The time is free again.'),
  body: z.strictObject({ note: text(500).optional() }),
})
export const lockLevelEndpoint = defineEndpoint({
  ...decision(
    'lock-level',
    'Protect an appointment from being moved',
    '0: anyone entitled may move it; 1: automation leaves it alone; 2 and 3: only an ADMIN changes it.',
    'set-lock-level',
  ),
  body: z.strictObject({ lockLevel: z.int().min(0).max(3) }),
})

export const runExpiry = defineEndpoint({
  id: 'expire-holds',
  method: 'POST',
  path: '/api/v1/schedule/expire-holds',
  tag: 'operations',
  summary: 'Tidy overdue holds away now',
  description: 'What the recurring job does. Overdue holds block nobody even when it never runs.',
  access: { roles: desk, scope: 'schedule:write' },
  rate: 'write',
  answers: {
    200: { description: 'What was done', schema: z.strictObject({ expired: z.int(), locksPurged: z.int() }) },
  },
  problems: [],
})
