/** How soon `npm start` answers on a data folder that exists, and what the server and its PostgreSQL weigh when idle. */
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { median, type Running, start } from './stage.ts'

const rounds = Number(process.env.BENCH_ROUNDS ?? 5)
const idleSeconds = 5

export async function run() {
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-start-'))
  const environment = { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'warn' }
  const launch = () => start(['src/main.ts'], environment, /ready at (http\S+)/)
  try {
    const first = performance.now()
    const demo = await launch()
    const firstMs = performance.now() - first
    await demo.stop()
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      const began = performance.now()
      const running = await launch()
      await (await fetch(`${running.url}/readyz`)).json()
      times.push(performance.now() - began)
      await running.stop()
    }
    const memory = await measureMemory(await launch(), dataDir)
    const toAnswer = median(times)
    return {
      bench: 'start-up',
      cases: [
        { name: 'first start, empty folder, with demo', ms: Math.round(firstMs) },
        {
          name: 'start on an existing folder to the first answer',
          medianMs: Math.round(toAnswer),
          targetMs: 2000,
          meetsTarget: toAnswer <= 2000,
        },
        { name: 'idle memory of the server', mb: memory.server, targetMb: 160, meetsTarget: memory.server <= 160 },
        {
          name: 'idle memory of its PostgreSQL, all processes',
          mb: memory.postgres,
          targetMb: 120,
          meetsTarget: memory.postgres <= 120,
        },
      ],
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
}

/** After a visit, as a machine that has served somebody. PostgreSQL is weighed by PSS: shared pages are counted once. */
async function measureMemory(running: Running, dataDir: string): Promise<{ server: number; postgres: number }> {
  await (await fetch(`${running.url}/book`)).text()
  await (await fetch(`${running.url}/api/v1/units/by-slug/senamiescio-odontologija`)).json()
  await wait(idleSeconds * 1000)
  const server = await memoryOf(running.pid, 'VmRSS', 'status')
  const [postmaster] = (await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')
  const children = execFileSync('pgrep', ['-P', String(postmaster)])
    .toString()
    .split('\n')
    .filter(Boolean)
  let postgres = 0
  for (const pid of [String(postmaster), ...children]) postgres += await memoryOf(Number(pid), 'Pss', 'smaps_rollup')
  await running.stop()
  return { server, postgres }
}

async function memoryOf(pid: number, field: string, file: string): Promise<number> {
  const text = await readFile(`/proc/${pid}/${file}`, 'utf8')
  return Math.round(Number(new RegExp(`^${field}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? Number.NaN) / 1024)
}

if (import.meta.main) console.log(JSON.stringify(await run(), null, 2))
