import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { comesEvery, lastTurn, readCron } from './cron.ts'

const at = (text: string) => Date.parse(text)
const lastOf = (cron: string, instant: string) => {
  const turn = lastTurn(readCron(cron), at(instant))
  return turn === null ? null : new Date(turn).toISOString()
}

describe('a schedule', () => {
  it('E5: the last turn is the minute at hand or the latest before, in UTC', () => {
    assert.equal(lastOf('* * * * *', '2027-03-01T10:15:59.999Z'), '2027-03-01T10:15:00.000Z')
    assert.equal(lastOf('*/10 * * * *', '2027-03-01T10:15:00Z'), '2027-03-01T10:10:00.000Z')
    assert.equal(lastOf('0 9 * * *', '2027-03-01T08:59:59Z'), '2027-02-28T09:00:00.000Z')
    assert.equal(lastOf('0 9 * * *', '2027-03-01T09:00:00Z'), '2027-03-01T09:00:00.000Z')
    assert.equal(lastOf('0 9 * * 1', '2027-03-04T12:00:00Z'), '2027-03-01T09:00:00.000Z')
    assert.equal(lastOf('0 0 31 2 *', '2027-03-04T12:00:00Z'), null)
  })

  it('E5: how often it comes is judged by its longest pause', () => {
    assert.equal(comesEvery(readCron('* * * * *'), 1), true)
    assert.equal(comesEvery(readCron('*/15 * * * *'), 15), true)
    assert.equal(comesEvery(readCron('*/15 * * * *'), 14), false)
    assert.equal(comesEvery(readCron('0 9,17 * * *'), 16 * 60), true)
    assert.equal(comesEvery(readCron('0 9,17 * * *'), 16 * 60 - 1), false)
    assert.equal(comesEvery(readCron('0 9 * * 1-5'), 1440), false)
    assert.equal(comesEvery(readCron('* * * 1 *'), 43_200), false)
    assert.equal(comesEvery(readCron('0 0 31 2 *'), 43_200), false)
  })

  it('what is no schedule is refused', () => {
    for (const text of [
      '',
      'hourly',
      '* * * *',
      '60 * * * *',
      '0 24 * * *',
      '0 9 * * MON',
      '*/0 * * * *',
      '9-8 * * * *',
    ]) {
      assert.throws(() => readCron(text), text)
    }
  })
})
