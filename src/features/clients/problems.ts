import { problemKind } from '../../platform/problem.ts'

export const clientExists = problemKind('client-exists', 409, 'A client with that phone exists', {
  meaning: 'Another client of the unit has that phone number; a number stands for one person.',
  advice: 'Use the client that exists.',
})
