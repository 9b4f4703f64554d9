import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkFile, checkMigrationNumbers } from './structure.ts'
import { lessons, type Rule } from './structure-rules.ts'

/** The rules a file breaks, in order. */
const broken = (path: string, text = 'export const a = 1\n') => checkFile(path, text).map((finding) => finding.rule)

function accepts(path: string, ...texts: string[]): void {
  for (const text of texts) assert.deepEqual(checkFile(path, text), [], `${path}: ${text}`)
}

function refuses(rule: Rule, path: string, ...texts: string[]): void {
  for (const text of texts) assert.deepEqual(broken(path, text), [rule], `${path}: ${text}`)
}

const booking = 'src/features/booking/place-hold.ts'

test('a file stands in a known place of the tree', () => {
  for (const path of ['src/main.ts', 'src/config.test.ts', 'src/serve.ts', 'src/platform/problem.ts']) accepts(path, '')
  for (const path of ['src/lib/time/zone.ts', 'src/features/conversations/channels/sms.ts', 'test/world.ts'])
    accepts(path, '')
  for (const path of [
    'src/server.ts',
    'src/domain/hold.ts',
    'src/platform/scheduling/x.ts',
    'src/features/payments/pay.ts',
  ]) {
    refuses('tree', path, '')
  }
  refuses('vocabulary', 'src/features/booking/policies/strict.ts', '')
})

test('a feature folder holds operations, nouns, plural SQL and a few fixed files', () => {
  const names =
    'confirm-hold hold working-hours appointments.sql routes contract events jobs messages confirm-hold.test service'
  for (const name of names.split(' ')) accepts(`src/features/booking/${name}.ts`, '')
  for (const name of ['hold-stuff', 'appointment.sql', 'types', 'hold.view']) {
    refuses('vocabulary', `src/features/booking/${name}.ts`, '')
  }
})

test('names are kebab-case and say something', () => {
  for (const path of ['src/lib/time/timeZone.ts', 'web/booking/SlotList.tsx', 'test/http/Place_Hold.test.ts']) {
    refuses('names', path, '')
  }
  for (const path of ['src/lib/time/utils.ts', 'src/platform/db/connection-manager.ts', 'test/helpers/clock.ts']) {
    refuses('empty-name', path, '')
  }
  refuses('empty-name', 'src/platform/mail/mail-service.ts', '')
  refuses('empty-name', 'src/lib/time/index.ts', '')
  accepts('src/features/units/create-service.ts', '')
})

test('an upper layer imports a lower one and never the other way', () => {
  accepts('src/main.ts', `import { a } from './features/booking/routes.ts'`)
  accepts(booking, `import { Problem } from '../../platform/problem.ts'`, `import { a } from '../../lib/time/zone.ts'`)
  accepts('src/platform/db/database.ts', `import { a } from '../../lib/time/zone.ts'`)
  refuses('layers', 'src/platform/db/database.ts', `import { a } from '../../features/booking/hold.ts'`)
  refuses('layers', 'src/platform/http/server.ts', `import type { Config } from '../../config.ts'`)
  refuses('layers', 'src/lib/time/zone.ts', `import type { A } from '../../platform/problem.ts'`)
  refuses('layers', booking, `import { a } from '../../main.ts'`, `import { a } from '../../serve.ts'`)
})

test('a feature knows the context by its type only', () => {
  accepts(booking, `import type { Ctx } from '../../context.ts'`, `import type { Config } from '../../config.ts'`)
  refuses(
    'context',
    booking,
    `import { buildContext } from '../../context.ts'`,
    `import { config } from '../../config.ts'`,
  )
})

test('a feature calls those before it, and its siblings only through types and events', () => {
  accepts(booking, `import { a } from '../units/service.ts'`, `import { a } from '../availability/search-slots.ts'`)
  accepts('src/features/units/unit.ts', `import { a } from '../identity/role.ts'`)
  accepts('src/features/calendars/invite-party.ts', `import type { A } from '../rescheduling/proposal.ts'`)
  accepts('src/features/calendars/invite-party.ts', `import { a } from '../rescheduling/events.ts'`)
  refuses('features', 'src/features/availability/search-slots.ts', `import { a } from '../booking/hold.ts'`)
  refuses('features', 'src/features/calendars/invite-party.ts', `import { a } from '../rescheduling/propose-window.ts'`)
  accepts('src/features/availability/search-slots.test.ts', `import { a } from '../booking/place-hold.ts'`)
})

test('notifications listens: it takes nouns and events, and nobody calls it', () => {
  const path = 'src/features/notifications/send-notification.ts'
  accepts(path, `import { a } from '../booking/events.ts'`, `import { a } from '../booking/hold.ts'`)
  accepts(path, `import { a } from '../booking/load-appointments.ts'`, `import { a } from '../audit/record-event.ts'`)
  refuses('listens', path, `import { a } from '../booking/place-hold.ts'`)
  refuses('listens', booking, `import { a } from '../notifications/send-notification.ts'`)
})

test("a feature's SQL, routes, jobs and plug-ins are its own, also to tests", () => {
  for (const path of [booking, 'src/features/booking/place-hold.test.ts']) {
    refuses('private-sql', path, `import { a } from '../units/units.sql.ts'`)
    refuses('private', path, `import { a } from '../units/routes.ts'`)
  }
  refuses('private', booking, `import { a } from '../units/channels/sms.ts'`)
  accepts(booking, `import { a } from './appointments.sql.ts'`)
})

test('SQL stands in *.sql.ts, in platform/db, in migrations and in tests', () => {
  const texts = [
    'const a = sql`select 1`',
    'const a = sql<Row>`select 1`',
    `await client.query('select 1')`,
    `const a = statement<Row>('a', 'select 1')`,
    `tx.kysely.selectFrom('units')`,
    `import pg from 'pg'`,
  ]
  for (const text of texts) {
    refuses('sql-place', booking, text)
    refuses('sql-place', 'src/platform/jobs/runner.ts', text)
    accepts('src/features/booking/appointments.sql.ts', text)
    accepts('src/platform/db/database.ts', text)
    accepts('src/features/booking/place-hold.test.ts', text)
  }
  accepts(booking, `const said = 'call .query(it)' // sql\`select 1\``, `import type { Kysely } from 'kysely'`)
})

test('only config.ts reads the environment, and only the database tells the time', () => {
  accepts('src/config.ts', 'const a = process.env.PORT')
  refuses('environment', 'src/platform/db/embedded/start.ts', 'const a = process.env.PORT', `const a = process['env']`)
  refuses('clock', booking, 'const a = Date.now()', 'const a = new Date()', 'const a = Temporal.Now.instant()')
  accepts(booking, 'const a = new Date(0)', 'const a = Temporal.Instant.from(text)')
  accepts('src/platform/clock.ts', 'export const now = () => Temporal.Now.instant()')
})

test('lib imports nothing that touches the world', () => {
  refuses('pure', 'src/lib/time/zone.ts', `import { readFile } from 'node:fs/promises'`)
  accepts('src/lib/time/zone.ts', `import { parse } from 'libphonenumber-js/max'`)
})

test('a page imports types of contracts and generated code, and no other page', () => {
  const path = 'web/booking/slot-list.tsx'
  accepts(path, `import type { A } from '../../src/features/booking/contract.ts'`)
  accepts(path, `import { a } from '../client/api.ts'`, `import { a } from '../../src/lib/client.generated.ts'`)
  refuses('web', path, `import { a } from '../../src/features/booking/contract.ts'`)
  refuses('web', path, `import type { A } from '../../src/features/booking/hold.ts'`)
  refuses('web', path, `import { a } from '../admin/day-view.tsx'`)
})

test('the product does not import what checks it', () => {
  refuses('test-only', booking, `import { a } from '../../../test/world.ts'`)
  accepts('src/features/booking/place-hold.test.ts', `import { a } from '../../../test/world.ts'`)
})

test('a file that only re-exports is a barrel', () => {
  refuses('barrel', 'src/lib/time/zones.ts', `export * from './zone.ts'\nexport { a } from './day.ts'\n`)
  accepts('src/lib/time/zones.ts', `export { a } from './day.ts'\nexport const b = 1`)
})

test('test names are sentences', () => {
  const path = 'test/http/place-hold.test.ts'
  for (const name of [
    'A8: of twenty holds, exactly one wins',
    'C1, C2: what was booked is not offered',
    'a DST gap of ${n} h is refused',
  ]) {
    accepts(path, `test('${name}', () => {})`, `it(\`${name}\`, async () => {})`)
  }
  for (const name of ['holds', 'A8: wins', 'should return the hold', 'works with two seats']) {
    refuses('test-name', path, `test('${name}', () => {})`)
  }
  accepts(path, `assert.ok(/a/.test('holds'))`)
})

test('no test is skipped, focused or promised', () => {
  const path = 'test/http/place-hold.test.ts'
  const name = `'a hold is placed once'`
  for (const text of [
    `test.only(${name})`,
    `describe.skip('x')`,
    `it.todo(${name})`,
    `t.skip('later')`,
    `test(${name}, { skip: true }, f)`,
  ]) {
    refuses('test-runs', path, text)
  }
  accepts(path, `test(${name}, () => { search({ skip: 3 }) })`, `list.only(1)`)
})

test('a file past 400 lines is told to split, a generated dump is not looked at', () => {
  accepts('src/lib/time/zone.ts', 'a\n'.repeat(400))
  refuses('size', 'src/lib/time/zone.ts', 'a\n'.repeat(401))
})

test('migrations are named, introduced and numbered without a gap', () => {
  accepts('db/migrations/0001-units.sql', '-- Why: the tenant boundary.\ncreate table units ();')
  refuses('migrations', 'db/migrations/1-units.sql', '-- why')
  refuses('migrations', 'db/migrations/0001-units.sql', 'create table units ();')
  const numbers = (...names: string[]) => checkMigrationNumbers(names.map((name) => `db/migrations/${name}`)).length
  assert.equal(numbers('0001-a.sql', '0002-b.sql'), 0)
  assert.equal(numbers('0001-a.sql', '0003-b.sql'), 1)
  assert.equal(numbers('0001-a.sql', '0002-b.sql', '0002-c.sql'), 1)
})

test('a finding names the line, the rule, why it exists and what to do', () => {
  const [finding] = checkFile(booking, `const a = 1\n\nimport { b } from '../units/units.sql.ts'\n`)
  assert.equal(finding?.line, 3)
  assert.match(finding.says, /units\.sql\.ts/)
  assert.match(finding.instead, /src\/features\/units/)
  assert.ok(lessons[finding.rule].length > 20)
})
