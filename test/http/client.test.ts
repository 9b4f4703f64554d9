import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataOf, isProblem, openClient, Refused } from '../../web/api/client.ts'

const unitId = '0198c1de-7a30-7cc4-9f5e-3d0a8b6f21c7'
const problem = {
  type: '/docs/problems#not-found',
  title: 'There is no such thing here',
  status: 404,
  code: 'not-found',
  detail: 'No such unit.',
  correlationId: 'c',
}

/** A client whose requests are kept, each answered by `answer`. */
function clientWith(answer: () => Response) {
  const requests: Request[] = []
  const client = openClient({
    baseUrl: 'http://holdfast.test',
    fetch: async (request) => {
      requests.push(request)
      return answer()
    },
  })
  return { client, requests }
}

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json', ...headers },
  })

const showUnit = (client: ReturnType<typeof openClient>) =>
  client.GET('/api/v1/units/{unitId}', { params: { path: { unitId } } })

test('a request says that it comes from a page, and under which correlation id', async () => {
  const { client, requests } = clientWith(() => json({ id: unitId, name: 'Dental clinic' }))
  const unit = await dataOf(showUnit(client))
  await showUnit(client)
  assert.equal(unit.name satisfies string, 'Dental clinic')
  const [first, second] = requests
  assert.equal(first?.url, `http://holdfast.test/api/v1/units/${unitId}`)
  assert.equal(first?.headers.get('x-channel'), 'web')
  assert.match(String(first?.headers.get('x-correlation-id')), /^[0-9a-f]{32}$/)
  assert.notEqual(first?.headers.get('x-correlation-id'), second?.headers.get('x-correlation-id'))
})

test('a refusal arrives as a problem that is told apart by its code', async () => {
  const { client } = clientWith(() => json(problem, 404))
  const { error } = await showUnit(client)
  assert.ok(error && isProblem(error, 'not-found'))
  assert.equal(error.code satisfies 'not-found', 'not-found')
  assert.equal(isProblem(error, 'stale'), false)
})

test('a refusal can be thrown, with the time to wait', async () => {
  const { client } = clientWith(() =>
    json({ ...problem, status: 429, code: 'too-many-requests' }, 429, { 'retry-after': '7' }),
  )
  await assert.rejects(dataOf(showUnit(client)), (thrown: unknown) => {
    assert.ok(thrown instanceof Refused)
    assert.deepEqual(
      [thrown.problem.code, thrown.retryAfterSeconds, thrown.message],
      ['too-many-requests', 7, 'No such unit.'],
    )
    return true
  })
})

test('an answer that is not ours and a network that is gone are both unreachable', async () => {
  const proxy = clientWith(() => new Response('<h1>Bad gateway</h1>', { status: 502 }))
  const offline = clientWith(() => {
    throw new TypeError('fetch failed')
  })
  for (const { client } of [proxy, offline]) {
    await assert.rejects(dataOf(showUnit(client)), (thrown: unknown) => {
      assert.ok(thrown instanceof Refused)
      assert.equal(thrown.problem.code, 'unreachable')
      return true
    })
  }
})
