import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { openClinic } from '../../../test/clinic.ts'
import { openWorld, type World } from '../../../test/world.ts'
import { writeMessages } from '../../../test/written-messages.ts'
import { statement } from '../../platform/db/statement.ts'
import { listOutboxRows } from './outbox.sql.ts'

let world: World
before(async () => {
  world = await openWorld()
})
after(() => world.close())

/** Of the transaction that asks. */
const countScans = statement<{ scans: number }>(
  'test-count-scans',
  `select (pg_stat_get_xact_numscans('notifications_by_status'::regclass)
           + pg_stat_get_xact_numscans('notifications_dead'::regclass))::int as scans`,
)

it('the messages of one status are found by an index of theirs, however many have another', async () => {
  const { unitId } = await openClinic(world)
  const others = Array.from({ length: 5000 }, (_, i) => ({ address: `${i}@home.example` }))
  await writeMessages(world, unitId, others)
  // What the planner knows: there is one status. What is given up comes later.
  await world.query('analyze notifications')
  await writeMessages(world, unitId, [{ address: 'given up' }])
  await world.query(`update notifications set status = 'DEAD' where address = 'given up'`)
  await world.ctx.transaction(async (tx) => {
    const rows = await listOutboxRows(tx, { unitId, status: 'DEAD', limit: 50 })
    assert.deepEqual(
      rows.map(({ address }) => address),
      ['given up'],
    )
    assert.deepEqual(await tx.run(countScans), [{ scans: 1 }])
  })
})
