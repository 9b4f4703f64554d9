import type pg from 'pg'

/**
 * The schema of a database as SQL to read and to compare: the same text from PostgreSQL 15 and 18, in an order that does
 * not depend on when things were created. Not pg_dump, which a stranger's machine may lack and whose text differs by version.
 * Throws when the database has a kind of object this does not know, rather than leave it out.
 */
export async function schemaText(client: pg.Client): Promise<string> {
  // What deparsing depends on. Names of the public schema are then written without it.
  await client.query(
    `set search_path to public; set timezone to 'UTC'; set datestyle to 'ISO'; set intervalstyle to 'postgres'`,
  )
  await refuseUnknownKinds(client)
  const list = async (sql: string) => (await client.query<{ text: string }>(sql)).rows.map((row) => row.text)
  const sections = [
    await list(extensions),
    await list(types),
    await list(sequences),
    await tables(client),
    await list(views),
    await list(functions),
  ]
  return `${sections.flat().join('\n\n')}\n`
}

/** Holdfast's own: not the system's, not graphile-worker's (it migrates itself), not what an extension brought. */
const ours = (catalog: string, row: string, namespace: string) => `
  ${row}.${namespace} in (select oid from pg_namespace
    where nspname !~ '^pg_' and nspname not in ('information_schema', 'graphile_worker'))
  and not exists (select from pg_depend owner
    where owner.classid = '${catalog}'::regclass and owner.objid = ${row}.oid and owner.deptype = 'e')`

const extensions = `
  select format('CREATE EXTENSION %I;', extname) as text from pg_extension where extname <> 'plpgsql' order by extname`

const types = `
  select case t.typtype
      when 'e' then format('CREATE TYPE %s AS ENUM (%s);', t.oid::regtype,
        (select string_agg(quote_literal(enumlabel), ', ' order by enumsortorder) from pg_enum where enumtypid = t.oid))
      when 'd' then format('CREATE DOMAIN %s AS %s%s%s%s;', t.oid::regtype, format_type(t.typbasetype, t.typtypmod),
        ' DEFAULT ' || t.typdefault, case when t.typnotnull then ' NOT NULL' end,
        (select string_agg(format(E'\\n  CONSTRAINT %I %s', conname, pg_get_constraintdef(oid, true)), '' order by conname)
          from pg_constraint where contypid = t.oid and contype = 'c'))
      else format(E'CREATE TYPE %s AS (\\n  %s\\n);', t.oid::regtype,
        (select string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), E',\\n  ' order by attnum)
          from pg_attribute where attrelid = t.typrelid and attnum > 0 and not attisdropped))
    end as text
  from pg_type t left join pg_class composite on composite.oid = t.typrelid
  where (t.typtype in ('e', 'd') or composite.relkind = 'c') and ${ours('pg_type', 't', 'typnamespace')}
  order by t.oid::regtype::text collate "C"`

const sequences = `
  select format('CREATE SEQUENCE %s AS %s START %s INCREMENT %s;',
    c.oid::regclass, format_type(s.seqtypid, null), s.seqstart, s.seqincrement) as text
  from pg_class c join pg_sequence s on s.seqrelid = c.oid
  where ${ours('pg_class', 'c', 'relnamespace')}
    and not exists (select from pg_depend identity
      where identity.classid = 'pg_class'::regclass and identity.objid = c.oid and identity.deptype = 'i')
  order by c.oid::regclass::text collate "C"`

const views = `
  select format(E'CREATE %s %s AS\\n%s', case c.relkind when 'v' then 'VIEW' else 'MATERIALIZED VIEW' end,
    c.oid::regclass, pg_get_viewdef(c.oid, true)) as text
  from pg_class c where c.relkind in ('v', 'm') and ${ours('pg_class', 'c', 'relnamespace')}
  order by c.oid::regclass::text collate "C"`

const functions = `
  select rtrim(pg_get_functiondef(p.oid), E'\\n') || ';' as text
  from pg_proc p where p.prokind in ('f', 'p') and ${ours('pg_proc', 'p', 'pronamespace')}
  order by p.oid::regprocedure::text collate "C"`

type Table = {
  oid: number
  name: string
  unlogged: boolean
  partitionBy: string | null
  partitionOf: string | null
  options: string | null
  comment: string | null
}

async function tables(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<Table>(`
    select c.oid::int8::int as oid, c.oid::regclass::text as name, c.relpersistence = 'u' as unlogged,
      pg_get_partkeydef(c.oid) as "partitionBy", array_to_string(c.reloptions, ', ') as options,
      (select inhparent::regclass || ' ' || pg_get_expr(c.relpartbound, c.oid)
        from pg_inherits where inhrelid = c.oid) as "partitionOf",
      obj_description(c.oid, 'pg_class') as comment
    from pg_class c where c.relkind in ('r', 'p') and ${ours('pg_class', 'c', 'relnamespace')}
    order by c.oid::regclass::text collate "C"`)
  const texts = []
  for (const table of rows) texts.push(await tableText(client, table))
  return texts
}

async function tableText(client: pg.Client, table: Table): Promise<string> {
  const list = async (sql: string) =>
    (await client.query<{ text: string }>(sql, [table.oid])).rows.map((row) => row.text)
  const columns = await client.query<{ text: string; comment: string | null }>(columnsOfTable, [table.oid])
  const lines = columns.rows.map(({ text, comment }) => `${asComment(comment, '  ')}  ${text}`)
  lines.push(...(await list(constraintsOfTable)).map((text) => `  ${text}`))

  const head = `${asComment(table.comment, '')}CREATE ${table.unlogged ? 'UNLOGGED ' : ''}TABLE ${table.name}`
  const tail = [
    table.partitionOf && ` /* PARTITION OF ${table.partitionOf} */`,
    table.partitionBy && ` PARTITION BY ${table.partitionBy}`,
    table.options && ` WITH (${table.options})`,
  ]
  const create = `${head} (\n${lines.join(',\n')}\n)${tail.filter(Boolean).join('')};`
  return [create, ...(await list(indexesOfTable)), ...(await list(triggersOfTable))].join('\n')
}

function asComment(text: string | null, indent: string): string {
  if (!text) return ''
  return text
    .split('\n')
    .map((line) => `${indent}-- ${line}\n`)
    .join('')
}

const columnsOfTable = `
  select format('%I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      (select format(' COLLATE %I', collname) from pg_collation
        where oid = a.attcollation and a.attcollation <> t.typcollation),
      case
        when a.attgenerated <> '' then format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(d.adbin, d.adrelid, true))
        when a.attidentity = 'a' then ' GENERATED ALWAYS AS IDENTITY'
        when a.attidentity = 'd' then ' GENERATED BY DEFAULT AS IDENTITY'
        else ' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid, true)
      end,
      case when a.attnotnull then ' NOT NULL' end) as text,
    col_description(a.attrelid, a.attnum) as comment
  from pg_attribute a join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped
  order by a.attnum`

/** NOT NULL is a constraint with a name only since PostgreSQL 18; here it stands with its column. */
const constraintsOfTable = `
  select format('CONSTRAINT %I %s', conname, pg_get_constraintdef(oid, true)) as text
  from pg_constraint where conrelid = $1 and contype in ('p', 'u', 'x', 'c', 'f') and conparentid = 0
  order by array_position('{p,u,x,c,f}'::"char"[], contype), conname collate "C"`

const indexesOfTable = `
  select pg_get_indexdef(i.indexrelid, 0, true) || ';' as text
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = $1 and not c.relispartition
    and not exists (select from pg_constraint where conindid = i.indexrelid and contype in ('p', 'u', 'x'))
  order by c.relname collate "C"`

const triggersOfTable = `
  select pg_get_triggerdef(oid, true) || ';' as text
  from pg_trigger where tgrelid = $1 and not tgisinternal and tgparentid = 0
  order by tgname collate "C"`

async function refuseUnknownKinds(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ what: string }>(`
    select 'relation ' || c.oid::regclass as what from pg_class c
      where c.relkind not in ('r', 'p', 'i', 'I', 'S', 'v', 'm', 'c', 't') and ${ours('pg_class', 'c', 'relnamespace')}
    union all select 'row level security of ' || c.oid::regclass from pg_class c
      where c.relrowsecurity and ${ours('pg_class', 'c', 'relnamespace')}
    union all select 'aggregate ' || p.oid::regprocedure from pg_proc p
      where p.prokind in ('a', 'w') and ${ours('pg_proc', 'p', 'pronamespace')}
    union all select 'type ' || t.oid::regtype from pg_type t
      where t.typtype = 'r' and ${ours('pg_type', 't', 'typnamespace')}
    union all select 'statistics ' || s.stxname from pg_statistic_ext s where ${ours('pg_statistic_ext', 's', 'stxnamespace')}
    union all select 'rule ' || r.rulename from pg_rewrite r join pg_class c on c.oid = r.ev_class
      where r.rulename <> '_RETURN' and ${ours('pg_class', 'c', 'relnamespace')}
    union all select 'event trigger ' || evtname from pg_event_trigger`)
  if (rows.length === 0) return
  throw new Error(
    `db/schema.sql would leave out: ${rows.map((row) => row.what).join(', ')}. Teach tools/schema-text.ts.`,
  )
}
