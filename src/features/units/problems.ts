import { fieldProblem, Problem, problemKind } from '../../platform/problem.ts'

export const slugTaken = problemKind('slug-taken', 409, 'That address is taken', {
  meaning: 'The readable part of a booking address belongs to one unit, or to one service of a unit.',
  advice: 'Choose another `slug`.',
})
export const exceptionExists = problemKind('exception-exists', 409, 'That date has an exception already', {
  meaning: 'A date has one exception, and this one has it already.',
  advice: 'Remove that exception first, then add the new one.',
})

/** True when PostgreSQL refused a row by the named constraint. */
export function violates(error: unknown, constraint: string): boolean {
  return (error as { constraint?: unknown } | null)?.constraint === constraint
}

/** Turns the violation of a slug's uniqueness into its refusal; anything else is thrown on. */
export function refuseTakenSlug(constraint: 'unit_slug_is_taken' | 'service_slug_is_taken', slug: string) {
  return (error: unknown): never => {
    if (!violates(error, constraint)) throw error
    const message = `"${slug}" is taken. Choose another.`
    throw new Problem(slugTaken, `slug: ${message}`, { errors: [{ path: 'slug', message }] })
  }
}

/** Turns a resource's user that does not exist into its refusal; anything else is thrown on. */
export function refuseUnknownUser(error: unknown): never {
  throw violates(error, 'resource_user_exists') ? fieldProblem('userId', 'is not a user.') : error
}
