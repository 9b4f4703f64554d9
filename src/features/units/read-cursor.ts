import { fromCursor } from '../../platform/http/schemas.ts'
import { fieldProblem } from '../../platform/problem.ts'

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * The id after which a list goes on; null for its beginning. A list sorted by name carries only the id: a name may be longer
 * than a cursor. What is no id must not reach the database, which would answer it with an error.
 * @throws Problem `malformed` naming `cursor`.
 */
export function readCursor(cursor: string | undefined): string | null {
  const [id] = fromCursor(cursor, 1) ?? [null]
  if (id === null || (typeof id === 'string' && uuid.test(id))) return id
  throw fieldProblem('cursor', 'is not a cursor of this list. Start without one.')
}
