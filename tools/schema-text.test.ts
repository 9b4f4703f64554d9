import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import type pg from 'pg'
import { rowTypes } from './row-types.ts'
import { schemaText } from './schema-text.ts'
import { withScratchDatabase } from './scratch-database.ts'

/** What `read` makes of a database that has run this one migration. */
async function afterMigration<T>(sql: string, read: (client: pg.Client) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-migrations-'))
  try {
    await writeFile(join(folder, '0001-only.sql'), sql)
    return await withScratchDatabase(read, folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

const everyKind = `
  create extension btree_gist;
  create type status as enum ('HELD', 'CONFIRMED');
  create domain minutes as integer default 30 constraint positive check (value > 0);
  create sequence counter;
  create table units (
    name text not null constraint name_given check (name <> ''), tags text[] not null default '{}', settings jsonb,
    id uuid primary key default gen_random_uuid());
  comment on table units is 'The tenant boundary.';
  comment on column units.tags is 'For search.';
  create table appointments (
    id bigint generated always as identity primary key,
    unit_id uuid not null references units on delete cascade,
    status status not null default 'HELD', during tstzrange not null, length minutes, local_on date,
    held_until timestamptz, starts_at timestamptz generated always as (lower(during)) stored,
    constraint held_iff_deadline check ((status = 'HELD') = (held_until is not null)),
    constraint no_double_booking exclude using gist (unit_id with =, during with &&) where (status <> 'CONFIRMED')
  ) with (fillfactor = 85);
  create index held_by_deadline on appointments (held_until desc) include (unit_id) where status = 'HELD';
  create view held as select a.id, u.name from appointments a join units u on u.id = a.unit_id;
  create function doubled(a int) returns int language sql immutable as $$ select a * 2 $$;`

test('db/schema.sql is the same text from every supported PostgreSQL', async () => {
  const text = await afterMigration(everyKind, schemaText)
  assert.equal(text.replace(/CREATE TABLE schema_migrations \([^;]*;\n\n/, ''), expectedSchema)
})

test('row types follow the columns: enums, defaults, what only the database writes, what may be null', async () => {
  const text = await afterMigration(everyKind, rowTypes)
  assert.equal(
    text.replace(/export interface SchemaMigrationsTable \{[^}]*\}\n\n| *schema_migrations:.*\n/g, ''),
    expectedTypes,
  )
})

test('what cannot be dumped or typed stops the generator instead of being left out', async () => {
  const table = 'create table units (id int);'
  await assert.rejects(
    afterMigration(`${table} alter table units enable row level security`, schemaText),
    /row level security of units/,
  )
  await assert.rejects(
    afterMigration('create table units (at timestamptz[])', rowTypes),
    /units\.at is of type timestamptz\[\]/,
  )
  await assert.rejects(afterMigration('create table units (place point)', rowTypes), /units\.place is of type point/)
})

const expectedSchema = `CREATE EXTENSION btree_gist;

CREATE DOMAIN minutes AS integer DEFAULT 30
  CONSTRAINT positive CHECK (VALUE > 0);

CREATE TYPE status AS ENUM ('HELD', 'CONFIRMED');

CREATE SEQUENCE counter AS bigint START 1 INCREMENT 1;

CREATE TABLE appointments (
  id bigint GENERATED ALWAYS AS IDENTITY NOT NULL,
  unit_id uuid NOT NULL,
  status status DEFAULT 'HELD'::status NOT NULL,
  during tstzrange NOT NULL,
  length minutes,
  local_on date,
  held_until timestamp with time zone,
  starts_at timestamp with time zone GENERATED ALWAYS AS (lower(during)) STORED,
  CONSTRAINT appointments_pkey PRIMARY KEY (id),
  CONSTRAINT no_double_booking EXCLUDE USING gist (unit_id WITH =, during WITH &&) WHERE (status <> 'CONFIRMED'::status),
  CONSTRAINT held_iff_deadline CHECK ((status = 'HELD'::status) = (held_until IS NOT NULL)),
  CONSTRAINT appointments_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES units(id) ON DELETE CASCADE
) WITH (fillfactor=85);
CREATE INDEX held_by_deadline ON appointments USING btree (held_until DESC) INCLUDE (unit_id) WHERE status = 'HELD'::status;

-- The tenant boundary.
CREATE TABLE units (
  name text NOT NULL,
  -- For search.
  tags text[] DEFAULT '{}'::text[] NOT NULL,
  settings jsonb,
  id uuid DEFAULT gen_random_uuid() NOT NULL,
  CONSTRAINT units_pkey PRIMARY KEY (id),
  CONSTRAINT name_given CHECK (name <> ''::text)
);

CREATE VIEW held AS
 SELECT a.id,
    u.name
   FROM appointments a
     JOIN units u ON u.id = a.unit_id;

CREATE OR REPLACE FUNCTION public.doubled(a integer)
 RETURNS integer
 LANGUAGE sql
 IMMUTABLE
AS $function$ select a * 2 $function$;
`

const expectedTypes = `import type { Generated, GeneratedAlways } from 'kysely'

export type Status = 'HELD' | 'CONFIRMED'

export interface AppointmentsTable {
  id: GeneratedAlways<number>
  unit_id: string
  status: Generated<Status>
  during: string
  length: number | null
  local_on: string | null
  held_until: Temporal.Instant | null
  starts_at: GeneratedAlways<Temporal.Instant | null>
}

export interface HeldTable {
  id: number | null
  name: string | null
}

export interface UnitsTable {
  name: string
  /** For search. */
  tags: Generated<string[]>
  settings: unknown
  id: Generated<string>
}

/** Every table by its name. */
export interface DB {
  appointments: AppointmentsTable
  held: HeldTable
  units: UnitsTable
}
`
