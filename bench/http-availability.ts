/** C1 over HTTP: GET availability as a share of what a bare route with one trivial query on the same pool answers. */
import autocannon from 'autocannon'
import { fillCalendar, makeUnit } from './calendar.ts'
import { median, openStage } from './stage.ts'

const rounds = Number(process.env.BENCH_ROUNDS ?? 3)
const seconds = Number(process.env.BENCH_SECONDS ?? 4)
const connections = 32

export async function run() {
  const stage = await openStage()
  try {
    const unit = await makeUnit(stage, 'busy', 3, { opensAt: '09:00', closesAt: '17:00' })
    const from = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
    const to = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10)
    await fillCalendar(stage, unit, 200, new Date(Date.parse(to) + 86_400_000), 'CONFIRMED', 3)
    await stage.query('analyze')
    const [holdfast, bare] = [await stage.startHoldfast(), await stage.startScript('bare-server.ts')]
    const url = `${holdfast.url}/api/v1/units/${unit.unitId}/availability?serviceId=${unit.serviceId}&from=${from}&to=${to}`
    const answer = (await (await fetch(url)).json()) as { slots: unknown[] }
    const ours: number[] = []
    const theirs: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const limit = await requestsPerSecond(bare.url)
      const share = await requestsPerSecond(url)
      // The first round warms both up.
      if (round > 0) {
        theirs.push(limit)
        ours.push(share)
      }
    }
    // Every connection asks something else each time, so that no two can share a look at the database.
    const days = Array.from(
      { length: 60 },
      (_, i) =>
        `${holdfast.url}/api/v1/units/${unit.unitId}/availability?serviceId=${unit.serviceId}&from=${from}&to=${to}&first=${(i % 50) + 1}&withResources=${i >= 50}`,
    )
    const different = await requestsPerSecond(
      holdfast.url,
      days.map((address) => new URL(address)),
    )
    const fresh = await requestsPerSecondWhileBooking(stage, url, unit)
    await Promise.all([holdfast.stop(), bare.stop()])
    const perSecond = Math.round(median(ours))
    const barePerSecond = Math.round(median(theirs))
    return {
      bench: 'http-availability',
      server: stage.server,
      cases: [
        {
          name: `GET availability, 7 days, 3 resources (${answer.slots.length} slots)`,
          perSecond,
          barePerSecond,
          share: round2(perSecond / barePerSecond),
          target: 0.5,
          meetsTarget: perSecond / barePerSecond >= 0.5,
        },
        {
          name: '60 different questions in turn',
          perSecond: Math.round(different),
          share: round2(different / barePerSecond),
        },
        {
          name: 'the same while a booking of these resources changes every 20 ms',
          perSecond: Math.round(fresh),
          share: round2(fresh / barePerSecond),
        },
      ],
    }
  } finally {
    await stage.close()
  }
}

async function requestsPerSecond(url: string, addresses?: readonly URL[]): Promise<number> {
  const requests = addresses?.map(({ pathname, search }) => ({ path: pathname + search }))
  const result = await autocannon({ url, connections, duration: seconds, ...(requests && { requests }) })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} refusals, ${result.errors} errors from ${url}`)
  return result.requests.average
}

/** With the cached answer made worthless fifty times a second. */
async function requestsPerSecondWhileBooking(
  stage: Awaited<ReturnType<typeof openStage>>,
  url: string,
  unit: { resourceIds: readonly string[] },
): Promise<number> {
  let going = true
  const churn = (async () => {
    while (going) {
      await stage.query(
        'update claims set changed_xid = pg_current_xact_id() where id = (select id from claims where resource_id = $1 limit 1)',
        [unit.resourceIds[0]],
      )
      await new Promise((resume) => setTimeout(resume, 20))
    }
  })()
  const rate = await requestsPerSecond(url)
  going = false
  await churn
  return rate
}

const round2 = (value: number) => Math.round(value * 100) / 100

if (import.meta.main) console.log(JSON.stringify(await run(), null, 2))
