import type pg from 'pg'

type Column = {
  table: string
  name: string
  /** The type's name in the catalog; of an array the element's. */
  type: string
  /** Of an enum: its values in order. */
  labels: string[] | null
  isArray: boolean
  isNullable: boolean
  /** The database fills it in when an INSERT leaves it out. */
  hasDefault: boolean
  /** No statement may write it. */
  isGenerated: boolean
  comment: string | null
}

/** As `src/platform/db/types.ts` has them arrive; everything else arrives as text. */
const typeScriptTypes: Record<string, string> = {
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  oid: 'number',
  timestamptz: 'Temporal.Instant',
  bytea: 'Buffer',
  json: 'unknown',
  jsonb: 'unknown',
}

/** Everything that arrives as a string, named so that a type nobody thought of stops the generator. */
const textTypes = new Set(
  `text varchar bpchar citext name char uuid numeric date time inet cidr xid8
   tstzrange tsrange daterange int4range int8range numrange tstzmultirange`.split(/\s+/),
)

/** The driver takes only these apart; an array of anything else arrives as one text, or as something unexpected. */
const typesWithArrays = new Set(['text', 'varchar', 'uuid', 'bool', 'int2', 'int4', 'float4', 'float8', 'jsonb'])

/** The tables and views of the public schema as TypeScript for Kysely, both in alphabetical order. */
export async function rowTypes(client: pg.Client): Promise<string> {
  const { rows: columns } = await client.query<Column>(columnsOfPublic)
  const tables = Map.groupBy(columns, (column) => column.table)
  const body = [...tables].map(
    ([table, its]) => `export interface ${interfaceOf(table)} {\n${its.map(property).join('')}}\n`,
  )
  const database = [...tables.keys()].map((table) => `  ${table}: ${interfaceOf(table)}\n`).join('')
  const wrappers = ['Generated', 'GeneratedAlways'].filter((wrapper) =>
    body.some((text) => text.includes(`${wrapper}<`)),
  )
  const imports = wrappers.length > 0 ? [`import type { ${wrappers.join(', ')} } from 'kysely'\n`] : []
  return [
    ...imports,
    ...enums(columns),
    ...body,
    `/** Every table by its name. */\nexport interface DB {\n${database}}\n`,
  ].join('\n')
}

function enums(columns: Column[]): string[] {
  const named = new Map(columns.flatMap((column) => (column.labels ? [[column.type, column.labels]] : [])))
  const union = (labels: string[]) => labels.map((label) => `'${label.replaceAll("'", "\\'")}'`).join(' | ')
  return [...named].sort().map(([type, labels]) => `export type ${pascalCase(type)} = ${union(labels)}\n`)
}

function property(column: Column): string {
  const single = typeScriptType(column)
  const full = `${single}${column.isArray ? '[]' : ''}${column.isNullable && single !== 'unknown' ? ' | null' : ''}`
  const wrapper = column.isGenerated ? 'GeneratedAlways' : column.hasDefault ? 'Generated' : undefined
  const comment = column.comment ? `  /** ${column.comment.replaceAll('*/', '* /').replace(/\s*\n\s*/g, ' ')} */\n` : ''
  return `${comment}  ${column.name}: ${wrapper ? `${wrapper}<${full}>` : full}\n`
}

function typeScriptType({ table, name, type, labels, isArray }: Column): string {
  const known = labels ? pascalCase(type) : (typeScriptTypes[type] ?? (textTypes.has(type) ? 'string' : undefined))
  if (known && (!isArray || typesWithArrays.has(type))) return known
  throw new Error(
    `${table}.${name} is of type ${type}${isArray ? '[]' : ''}: ` +
      'give it a parser in src/platform/db/types.ts, then say in tools/row-types.ts what it is in TypeScript',
  )
}

const interfaceOf = (table: string) => `${pascalCase(table)}Table`

function pascalCase(name: string): string {
  return name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')
}

const columnsOfPublic = `
  select c.relname as "table", a.attname as name, base.typname as type,
    (select array_agg(enumlabel::text order by enumsortorder) from pg_enum where enumtypid = base.oid) as labels,
    element.oid is not null as "isArray",
    not (a.attnotnull or outermost.typnotnull) as "isNullable",
    a.atthasdef or a.attidentity = 'd' as "hasDefault",
    a.attgenerated <> '' or a.attidentity = 'a' as "isGenerated",
    col_description(a.attrelid, a.attnum) as comment
  from pg_class c
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    join pg_type outermost on outermost.oid = a.atttypid
    -- A domain is its base type; an array is its element, and that may be a domain again.
    join pg_type undomained on undomained.oid = coalesce(nullif(outermost.typbasetype, 0), outermost.oid)
    left join pg_type element on element.oid = undomained.typelem and undomained.typcategory = 'A'
    join pg_type base on base.oid = coalesce(nullif(element.typbasetype, 0), element.oid, undomained.oid)
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition
    and not exists (select from pg_depend owner
      where owner.classid = 'pg_class'::regclass and owner.objid = c.oid and owner.deptype = 'e')
  order by c.relname collate "C", a.attnum`
