export type Row = Record<string, unknown>

/**
 * One SQL text that is prepared once per connection under its name. Planning is most of the cost of a small statement:
 * prepared, the hold pair of statements measures about twice the rate.
 */
export type Statement<R extends Row, P extends readonly unknown[]> = {
  readonly name: string
  readonly text: string
  /** Types only: what a row looks like and what the parameters are. */
  readonly row?: R
  readonly values?: P
}

/** Declares a statement: `statement<{ id: string }, [unitId: string]>('units-by-id', 'select … where id = $1')`. */
export function statement<R extends Row = Row, P extends readonly unknown[] = []>(
  name: string,
  text: string,
): Statement<R, P> {
  if (name.length > 60) throw new Error(`Statement name too long for PostgreSQL: ${name}`)
  return { name, text }
}
