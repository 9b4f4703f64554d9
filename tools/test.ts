/**
 * `npm test`, which is also `npm run check` and what CI runs: everything this repository can say about itself, in order,
 * without skipping. `node tools/test.ts lint unit` runs single stages. What the tests need and npm does not bring is
 * found, started or installed (tools/needs); where that is impossible the run fails and says what to do.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { delimiter, join } from 'node:path'
import { databaseTestsAmong } from './database-tests.ts'
import { chromium } from './needs/chromium.ts'
import { embedded } from './needs/embedded.ts'
import { type Met, type Need, NeedMissing } from './needs/need.ts'
import { postgres } from './needs/postgres.ts'
import { runTestFiles, type TestTotals } from './run-test-files.ts'

const root = join(import.meta.dirname, '..')
process.chdir(root)
process.env.PATH = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`

/** Biome colours a log file, too, unless told. */
const colours = process.stdout.isTTY ? [] : ['--colors=off']

/** Files that may run beside each other. Those of test/system kill servers and measure races: one at a time. */
const besideEachOther = Math.max(2, Math.min(4, availableParallelism()))
const ordinaryTests = '{src,web,tools,test/http}/**/*.test.ts'
const systemTests = 'test/system/**/*.test.ts'
const browserTests = 'test/browser/**/*.test.ts'

type Outcome = { ok: boolean; totals?: TestTotals }
type Stage = { name: string; title: string; run(): Promise<Outcome> }

const stages: Stage[] = [
  { name: 'lint', title: 'format and lint', run: () => command('biome', 'ci', '--error-on-warnings', ...colours, '.') },
  { name: 'typecheck', title: 'types', run: typecheck },
  { name: 'structure', title: 'structure', run: () => node('tools/check-structure.ts') },
  { name: 'generated', title: 'generated files are up to date', run: checkGenerated },
  { name: 'pages', title: 'web pages build', run: () => node('tools/build-web.ts') },
  { name: 'unit', title: 'unit and HTTP tests on the embedded PostgreSQL', run: () => onEmbedded(ordinaryTests) },
  { name: 'system', title: 'system tests on the embedded PostgreSQL', run: () => onEmbedded(systemTests, 1) },
  { name: 'browser', title: 'browser tests', run: () => onEmbedded(browserTests, 1, chromium) },
  { name: 'second-server', title: 'database tests on the second PostgreSQL', run: onSecondServer },
]

const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())

/** What has been started for this run, to be stopped with it. */
const started: (() => Promise<void>)[] = []
const alreadyMet = new Map<Need, Met>()

process.exitCode = (await runStages(chosenStages())) ? 0 : 1

function chosenStages(): Stage[] {
  const names = process.argv.slice(2)
  const unknown = names.find((name) => !stages.some((stage) => stage.name === name))
  if (unknown) {
    console.error(`There is no stage "${unknown}": ${stages.map((stage) => stage.name).join(', ')}.`)
    process.exit(2)
  }
  return names.length === 0 ? stages : stages.filter((stage) => names.includes(stage.name))
}

async function runStages(chosen: Stage[]): Promise<boolean> {
  const sum = { passed: 0, failed: 0 }
  const failed: string[] = []
  try {
    for (const [i, stage] of chosen.entries()) {
      if (interrupted.signal.aborted) {
        failed.push('interrupted')
        break
      }
      console.log(`\n── ${i + 1}/${chosen.length}  ${stage.title}`)
      const from = performance.now()
      const { ok, totals } = await outcomeOf(stage)
      const seconds = ((performance.now() - from) / 1000).toFixed(1)
      const counts = totals ? `, ${totals.passed} passed, ${totals.failed} failed` : ''
      console.log(`── ${ok ? 'ok' : 'FAILED'} in ${seconds} s${counts}`)
      sum.passed += totals?.passed ?? 0
      // A stage that fails without a failing test is a failure all the same.
      sum.failed += ok ? 0 : Math.max(1, totals?.failed ?? 0)
      if (!ok) failed.push(stage.title)
    }
  } finally {
    for (const stop of started.reverse()) await stop()
  }
  const testsWereDue = chosen.length === stages.length
  if (testsWereDue && sum.passed === 0) failed.push('no test ran')
  if (failed.length > 0) console.log(`\nFailed: ${failed.join('; ')}`)
  console.log(`\n${sum.passed} passed, ${sum.failed} failed`)
  return failed.length === 0
}

async function outcomeOf(stage: Stage): Promise<Outcome> {
  try {
    return await stage.run()
  } catch (error) {
    console.error(error instanceof NeedMissing ? `  ${error.message}` : error)
    return { ok: false }
  }
}

async function command(name: string, ...args: string[]): Promise<Outcome> {
  return await programWith({}, name, ...args)
}

async function node(...args: string[]): Promise<Outcome> {
  return await command(process.execPath, ...args)
}

async function programWith(env: Record<string, string>, name: string, ...args: string[]): Promise<Outcome> {
  const child = spawn(name, args, { stdio: 'inherit', env: { ...process.env, ...env }, signal: interrupted.signal })
  const [code] = await once(child, 'close')
  return { ok: code === 0 }
}

/** The server and its checks are one project; each web app has its own, with the browser's library. */
async function typecheck(): Promise<Outcome> {
  const projects = ['tsconfig.json', ...globSync('web/{,*/}tsconfig.json').sort()]
  let ok = true
  for (const project of projects) ok = (await command('tsc', '--noEmit', '--project', project)).ok && ok
  return { ok }
}

async function checkGenerated(): Promise<Outcome> {
  const { HOLDFAST_TEST_DATABASE_URL: url } = (await met(embedded)).env
  return await programWith({ HOLDFAST_TEST_DATABASE_URL: url! }, process.execPath, 'tools/generate.ts', '--check')
}

async function onEmbedded(pattern: string, concurrency = besideEachOther, ...needs: Need[]): Promise<Outcome> {
  const env = {}
  for (const need of [embedded, ...needs]) Object.assign(env, (await met(need)).env)
  return await testsOutcome([{ files: globSync(pattern).sort(), concurrency }], env)
}

async function onSecondServer(): Promise<Outcome> {
  const { env } = await met(postgres)
  const touching = (pattern: string) => databaseTestsAmong(globSync(pattern).sort())
  const groups = [
    { files: touching(ordinaryTests), concurrency: besideEachOther },
    { files: touching(systemTests), concurrency: 1 },
  ]
  return await testsOutcome(groups, env)
}

type Group = { files: string[]; concurrency: number }

async function testsOutcome(groups: Group[], env: Record<string, string>): Promise<Outcome> {
  const totals = { passed: 0, failed: 0 }
  for (const { files, concurrency } of groups) {
    if (files.length === 0) continue
    const { passed, failed } = await runTestFiles(files, { env, concurrency, signal: interrupted.signal })
    totals.passed += passed
    totals.failed += failed
  }
  if (totals.passed === 0) console.error('  No test passed: this stage has nothing to show.')
  return { ok: totals.failed === 0 && totals.passed > 0, totals }
}

/** Each need is met once for the whole run, when the first stage asks for it. */
async function met(need: Need): Promise<Met> {
  const present = alreadyMet.get(need)
  if (present) return present
  const result = await need.meet()
  alreadyMet.set(need, result)
  started.push(result.stop)
  console.log(`  ${need.name}: ${result.says}`)
  return result
}
