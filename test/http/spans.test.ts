import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { InMemorySpanExporter, NodeTracerProvider, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-node'
import { openClinic } from '../clinic.ts'
import { openWorld, type World } from '../world.ts'

let world: World
const exporter = new InMemorySpanExporter()
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
before(async () => {
  provider.register()
  world = await openWorld()
})
after(async () => {
  await world.close()
  await provider.shutdown()
})

describe('what is seen of locking', () => {
  it('C8: spans carry the reservation token and the correlation id, figures count attempts, success and conflicts', async () => {
    const clinic = await openClinic(world)
    const { now } =
      (await world.query<{ now: Date }>(`select date_trunc('day', now()) + interval '3 days 9 hours' as now`))[0] ?? {}
    const wish = { unitId: clinic.unitId, serviceId: clinic.serviceId, start: String(now) }
    const headers = { 'x-correlation-id': 'test-of-spans' }
    const held = await world.call('POST', '/api/v1/slots/lock', wish, headers)
    assert.equal(held.status, 201, JSON.stringify(held.body))
    assert.equal((await world.call('POST', '/api/v1/slots/lock', wish, headers)).status, 409)
    const { reservationToken } = held.body
    const client = { name: 'Ona', phone: '+37061234567' }
    assert.equal((await world.call('POST', '/api/v1/appointments', { reservationToken, client }, headers)).status, 201)

    const spans = exporter.getFinishedSpans()
    const tokens = spans.filter((span) => span.attributes['holdfast.reservation_token'] === reservationToken)
    assert.deepEqual(new Set(tokens.map((span) => span.name)), new Set(['place-hold', 'confirm-hold']))
    assert.ok(spans.some((span) => span.attributes['holdfast.correlation_id'] === 'test-of-spans'))
    assert.ok(
      (await world.events()).every(
        (event) => event.subject.type !== 'appointment' || event.correlationId === 'test-of-spans',
      ),
    )

    const figures = String((await world.call('GET', '/metrics')).body)
    for (const line of [
      'slot_lock_attempts_total 2',
      'slot_lock_success_total 1',
      'slot_lock_conflicts_total{reason="slot-taken"} 1',
      'slot_lock_confirmed_total 1',
      'slot_lock_confirm_ratio 1',
    ]) {
      assert.ok(figures.includes(line), line)
    }
  })
})
