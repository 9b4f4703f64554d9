import pg from 'pg'

const { builtins } = pg.types
const xid8 = 5069

const parsers: Record<number, (text: string) => unknown> = {
  [builtins.TIMESTAMPTZ]: (text) => Temporal.Instant.from(text),
  // Local dates and wall times stay text: as a JavaScript Date they would gain a zone nobody asked for.
  [builtins.DATE]: (text) => text,
  [builtins.TIME]: (text) => text,
  [builtins.INT8]: (text) => Number(text),
  [xid8]: (text) => text,
}

/** How column values arrive: instants as Temporal, bigint as number (identities stay far below 2^53), dates as text. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers[oid]) || pg.types.getTypeParser(oid, format as 'text')) as never,
}
