import { z } from 'zod'
import { instantOut } from '../../platform/http/schemas.ts'
import { problemKind } from '../../platform/problem.ts'

export const slotTaken = problemKind('slot-taken', 409, 'That time is taken', {
  meaning:
    'Somebody else has, or holds, that time; or no line-up of the resources it needs is free. Nothing was changed.',
  advice:
    'Offer one of `alternatives`: the free times nearest to the one you wanted. They are not held: hold one before you offer it.',
  members: z.object({ alternatives: z.array(z.object({ start: instantOut, end: instantOut })).optional() }),
})
export const clientBusy = problemKind('client-busy', 409, 'This client already holds another time', {
  meaning: 'One person holds one time at a time, and this client is holding another in another conversation.',
  advice: 'Confirm or release that hold first, or wait until it expires.',
})
export const ruleRejected = problemKind('rule-rejected', 422, 'A rule of this service refuses that', {
  meaning:
    'A rule of the service or the unit stands against it; `rule` says which: duration, grid, notice, horizon, closed or capacity.',
  advice:
    'Choose another time. Availability offers only what the rules accept; `limits`, where present, are the figures of the service.',
  members: z.object({ rule: z.string().optional() }),
})
export const holdExpired = problemKind('hold-expired', 410, 'The hold has expired', {
  meaning: 'The deadline of the hold has passed, by the clock of the database. The time is free for everybody again.',
  advice: 'Hold it again; or confirm with `ifStillFree: true`, which tries the same time once more in one step.',
  members: z.object({ expiresAt: instantOut.optional(), serverTime: instantOut.optional() }),
})
export const notInState = problemKind('not-in-state', 409, 'It is not in a state that allows this', {
  meaning:
    'The appointment is in a state from which this step does not lead: an ended hold cannot be extended, a cancelled appointment cannot be moved.',
  advice: 'Read it and look at `status`.',
})
export const lockedLevel = problemKind('locked', 403, 'It is locked against changes', {
  meaning: 'Its lock level protects the appointment: level 1 from automation, 2 and 3 from everybody but an ADMIN.',
  advice: 'Ask an ADMIN to make the change, or to lower the level.',
  members: z.object({ lockLevel: z.int().optional() }),
})
export const timeInUse = problemKind('time-in-use', 409, 'Appointments stand in that time', {
  meaning: 'Appointments or other blocks stand in the time that was to be blocked.',
  advice: 'Move or cancel those listed in `appointmentIds` first, then place the block again.',
  members: z.object({ appointmentIds: z.array(z.uuid()).optional(), blockIds: z.array(z.uuid()).optional() }),
})
export const engineDisabled = problemKind('schedule-engine-disabled', 503, 'Booking is switched off', {
  meaning: 'This installation takes no bookings just now (`ENABLE_SCHEDULE_ENGINE` is off).',
  advice: 'Offer to call back. Repeating the request does not help until booking is switched on.',
})
