import { relative } from 'node:path'
import { run } from 'node:test'
import { inspect } from 'node:util'

export type TestTotals = { passed: number; failed: number }

export type TestRun = {
  /** Added to this process's environment for the tests. */
  env: Record<string, string>
  /** Files that run at the same time. */
  concurrency: number
  signal: AbortSignal
  timeoutMs?: number
}

/** A test that hangs is a failure, not a wait. */
const longestTestMs = 5 * 60_000

/** What is known of a file that has begun to report. */
type Progress = { passed: number; failures: string[]; output: string; ms: number; isSummarised: boolean }

/**
 * Runs test files, each in its own process, with a line per file; of a failing file also its failures and what it printed.
 * Skipped, promised and cancelled tests count as failed, and so does a file without a test: none of them proves anything.
 */
export async function runTestFiles(files: readonly string[], options: TestRun): Promise<TestTotals> {
  const totals = { passed: 0, failed: 0 }
  const inProgress = new Map<string, Progress>()
  const progressOf = (file: string): Progress => {
    const present = inProgress.get(file) ?? { passed: 0, failures: [], output: '', ms: 0, isSummarised: false }
    inProgress.set(file, present)
    return present
  }
  const close = (file: string) => {
    const progress = progressOf(file)
    inProgress.delete(file)
    report(file, progress)
    totals.passed += progress.passed
    totals.failed += progress.failures.length
  }

  for await (const { type, data } of start(files, options)) {
    // A test declared in a shared file belongs to the file that ran it; what concerns the whole file is named after it.
    const file = relative('.', data.entryFile ?? data.file ?? data.name ?? '')
    if (type !== 'test:stdout' && type !== 'test:stderr') {
      // A file may end badly after its summary, and that is the very next thing said of it.
      for (const [other, { isSummarised }] of inProgress) if (isSummarised && other !== file) close(other)
    }
    const isFile = data.name !== undefined && relative('.', data.name) === file && files.includes(file)
    if (type === 'test:stdout' || type === 'test:stderr') progressOf(file).output += data.message
    else if (type === 'test:diagnostic' && data.message?.startsWith('Error: '))
      progressOf(file).output += `${data.message}\n`
    else if (type === 'test:pass') addPass(progressOf(file), data, isFile)
    else if (type === 'test:fail' && data.details?.error?.failureType !== 'subtestsFailed') {
      progressOf(file).failures.push(describeFailure(data))
    } else if (type === 'test:summary' && data.file) {
      Object.assign(progressOf(file), { ms: data.duration_ms, isSummarised: true })
    }
    if (isFile && (type === 'test:pass' || type === 'test:fail')) close(file)
  }
  for (const file of inProgress.keys()) close(file)
  return totals
}

type TestEvent = {
  type: string
  data: {
    name?: string
    file?: string
    entryFile?: string
    line?: number
    message?: string
    skip?: unknown
    todo?: unknown
    duration_ms?: number
    details?: { type?: string; error?: TestFailure }
  }
}

type TestFailure = Error & { failureType?: string; exitCode?: number | null; signal?: string | null }

function start(
  files: readonly string[],
  { env, concurrency, signal, timeoutMs = longestTestMs }: TestRun,
): AsyncIterable<TestEvent> {
  // DATABASE_URL is somebody's database: tests make their own on the servers of this run.
  const { DATABASE_URL: _, ...inherited } = process.env
  return run({
    files: [...files],
    cwd: process.cwd(),
    concurrency,
    isolation: 'process',
    timeout: timeoutMs,
    env: { ...inherited, ...env } as Record<string, string>,
    signal,
  }) as AsyncIterable<TestEvent>
}

function addPass(progress: Progress, { name, skip, todo, details }: TestEvent['data'], isFile: boolean): void {
  if (isFile) progress.failures.push('There is no test in this file.')
  else if (skip !== undefined || todo !== undefined) progress.failures.push(`✖ ${name}\n  was not run: skipped or todo`)
  else if (details?.type !== 'suite') progress.passed++
}

function report(file: string, { passed, failures, output, ms }: Progress): void {
  console.log(`  ${failures.length > 0 ? '✖' : '✔'} ${file}  ${passed} in ${(ms / 1000).toFixed(1)} s`)
  if (failures.length === 0) return
  for (const failure of failures) console.log(indent(failure, '      '))
  if (output) console.log(`      what it printed:\n${indent(lastLines(output, 60), '      | ')}`)
}

function describeFailure({ name, file, line, details }: TestEvent['data']): string {
  const failure = details?.error
  if (failure?.exitCode || failure?.signal) {
    const end = failure.signal ? `was ended by ${failure.signal}` : `ended with exit code ${failure.exitCode}`
    return `✖ its process ${end}`
  }
  const reason = failure?.cause ?? failure
  const text = reason instanceof Error ? (reason.stack ?? reason.message) : inspect(reason)
  // The runner's own frames tell nobody anything.
  const lines = text
    .split('\n')
    .filter((each) => !/^\s+at .*(node:internal\/|node:async_hooks|<anonymous>\)$)/.test(each))
  const nested = reason instanceof Error && reason.cause !== undefined ? [`cause: ${inspect(reason.cause)}`] : []
  return [`✖ ${name}`, `  ${file ? relative('.', file) : ''}:${line ?? ''}`, ...lines, ...nested].join('\n')
}

const indent = (text: string, by: string) => text.trimEnd().replace(/^/gm, by)

const lastLines = (text: string, count: number) => text.trimEnd().split('\n').slice(-count).join('\n')
