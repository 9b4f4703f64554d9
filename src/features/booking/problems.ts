import { problemKind } from '../../platform/problem.ts'

export const slotTaken = problemKind('slot-taken', 409, 'That time is taken')
export const clientBusy = problemKind('client-busy', 409, 'This client already holds another time')
export const ruleRejected = problemKind('rule-rejected', 422, 'A rule of this service refuses that')
export const holdExpired = problemKind('hold-expired', 410, 'The hold has expired')
export const notInState = problemKind('not-in-state', 409, 'It is not in a state that allows this')
export const lockedLevel = problemKind('locked', 403, 'It is locked against changes')
export const timeInUse = problemKind('time-in-use', 409, 'Appointments stand in that time')
export const engineDisabled = problemKind('schedule-engine-disabled', 503, 'Booking is switched off')
