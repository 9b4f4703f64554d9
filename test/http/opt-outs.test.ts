import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type Clinic, employ, openClinic } from '../clinic.ts'
import { openWorld, type World } from '../world.ts'

describe('addresses that are not written to', () => {
  let world: World
  let clinic: Clinic
  let staff: Record<string, string>
  before(async () => {
    world = await openWorld()
    clinic = await openClinic(world)
    staff = (await employ(world, clinic.unitId, 'STAFF')).headers
  })
  after(() => world.close())

  const path = () => `/api/v1/units/${clinic.unitId}/opt-outs`
  const close = (channel: string, address: string) => world.call('POST', path(), { channel, address }, staff)
  const open = (channel: string, address: string) =>
    world.call('DELETE', `${path()}/${channel}/${encodeURIComponent(address)}`, undefined, staff)

  const spellings = [
    ['SMS', '+370 612 34567', '+37061234567'],
    ['SMS', ' +370-(612)-34567', '+37061234567'],
    ['WHATSAPP', '+370 612 34567', '+37061234567'],
    ['EMAIL', ' Jo@Home.example ', 'jo@home.example'],
    ['TELEGRAM', '4815162342', '4815162342'],
    ['TELEGRAM', '-1001234', '-1001234'],
  ] as const
  for (const [channel, typed, address] of spellings) {
    it(`E2: ${channel} ${JSON.stringify(typed)} closes and opens ${address}, as messages are addressed`, async () => {
      const closed = await close(channel, typed)
      assert.deepEqual([closed.status, closed.body.address], [200, address])
      assert.deepEqual(await world.query('select channel, address from opt_outs'), [{ channel, address }])
      const opened = await open(channel, typed)
      assert.deepEqual([opened.status, opened.body.address], [200, address])
      assert.deepEqual(await world.query('select from opt_outs'), [])
    })
  }

  const nonsense = [
    ['SMS', '612 34567'],
    ['SMS', 'jo@home.example'],
    ['WHATSAPP', '+370 000'],
    ['EMAIL', '+37061234567'],
    ['EMAIL', 'jo@'],
    ['TELEGRAM', '@jo'],
    ['TELEGRAM', '48 15'],
    ['TELEGRAM', '1'.repeat(21)],
  ] as const
  for (const [channel, typed] of nonsense) {
    it(`E2: ${channel} ${JSON.stringify(typed)} is refused, since it would silence nobody`, async () => {
      for (const answer of [await close(channel, typed), await open(channel, typed)]) {
        assert.deepEqual([answer.status, answer.body.code], [400, 'malformed'])
        assert.deepEqual(
          answer.body.errors.map((error: { path: string }) => error.path),
          ['address'],
        )
      }
    })
  }
})
