/**
 * What goes onto the wire, byte by byte: people's calendars hold it for years. After a change that is meant,
 * `node src/lib/ical/golden.test.ts --write` writes the files anew; read the difference before committing it.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { buildCalendar } from './build-calendar.ts'
import { calendarSamples } from './calendar-samples.fixture.ts'

const folder = join(import.meta.dirname, 'golden')

for (const [name, calendar] of Object.entries(calendarSamples)) {
  const file = join(folder, `${name}.ics`)
  if (process.argv.includes('--write')) writeFileSync(file, buildCalendar(calendar))
  test(`D2: the calendar "${name}" is, byte by byte, the one that was approved`, () => {
    assert.equal(buildCalendar(calendar), readFileSync(file, 'utf8'))
  })
}

test('D2: every approved calendar is of one of the samples', () => {
  const samples = Object.keys(calendarSamples).map((name) => `${name}.ics`)
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.ics')),
    samples.sort(),
  )
})
