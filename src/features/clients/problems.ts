import { problemKind } from '../../platform/problem.ts'

export const clientExists = problemKind('client-exists', 409, 'A client with that phone exists')
