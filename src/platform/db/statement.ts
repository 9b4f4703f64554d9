export type Row = Record<string, unknown>

/**
 * One SQL text that is prepared once per connection under its name. Planning is most of the cost of a small statement:
 * prepared, the hold pair of statements measures about twice the rate.
 */
export type Statement<R extends Row, P extends readonly unknown[]> = {
  readonly name: string
  readonly text: string
  /** Prepared once per connection under its name; otherwise planned each time. */
  readonly isPrepared: boolean
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
  return { name, text, isPrepared: true }
}

/**
 * The same for a statement that works on many rows at once: planned each time, which costs little beside the work. A plan kept
 * from when a table was empty reads it from end to end for as long as the connection lives.
 */
export function bulkStatement<R extends Row = Row, P extends readonly unknown[] = []>(
  name: string,
  text: string,
): Statement<R, P> {
  return { ...statement<R, P>(name, text), isPrepared: false }
}

type Query = Pick<Statement<Row, readonly unknown[]>, 'name' | 'text' | 'isPrepared'>

/** The statement as the driver takes it. */
export function queryOf({ name, text, isPrepared }: Query, values: readonly unknown[]) {
  return { ...(isPrepared && { name }), text, values: [...values] }
}
