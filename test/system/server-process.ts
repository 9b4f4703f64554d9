import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Answer } from '../world.ts'

const main = join(import.meta.dirname, '../../src/main.ts')
const startWithinMs = 60_000

/** A Holdfast in a process of its own, reached over real sockets and ended by real signals. */
export type ServerProcess = {
  readonly base: string
  readonly pid: number
  call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
  /** Sends a signal and waits for the end. The exit code, or null when the signal ended it. */
  end: (signal?: NodeJS.Signals) => Promise<number | null>
  /** Sends a signal and does not wait. */
  signal: (signal: NodeJS.Signals) => void
  /** The value of one figure at /metrics, all labels that contain `labels` added up; 0 when it was never counted. */
  figure: (name: string, labels?: string) => Promise<number>
}

/** What a role prints when it serves: its address, which for a worker is that of its health and figures. */
const readyAt = /Holdfast (?:is|worker is) ready(?: at|; health and metrics at) (http:\/\/[\d.]+:\d+)/

/** Starts `role` on a free port and waits for the address it prints. `settings` are environment variables. */
export async function startProcess(
  settings: Record<string, string>,
  role: 'all' | 'server' | 'worker' = 'server',
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [main, role], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '/',
      PORT: '0',
      WORKER_PORT: '0',
      RATE_LIMIT_FACTOR: '100000',
      LOG_LEVEL: 'error',
      AUTH_SECRET: 'a secret for tests that is long enough to be one',
      ...settings,
    },
  })
  let output = ''
  let atLine = () => {}
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-20_000)
      atLine()
    })
  }
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  const base = await new Promise<string>((resolve, reject) => {
    const tooLate = setTimeout(() => reject(new Error(`It did not start in time:\n${output}`)), startWithinMs)
    atLine = () => {
      const address = readyAt.exec(output)?.[1]
      if (!address) return
      clearTimeout(tooLate)
      resolve(address)
    }
    void exited.then((code) => {
      clearTimeout(tooLate)
      reject(new Error(`It ended with ${code} instead of starting:\n${output}`))
    })
  })
  const call: ServerProcess['call'] = async (method, path, body, headers) => {
    const answer = await callOver(base, method, path, body, headers)
    if (answer.status === 500) throw new Error(`${method} ${path} was a fault of the server:\n${output}`)
    return answer
  }
  return {
    base,
    pid: child.pid as number,
    call,
    signal: (signal) => child.kill(signal),
    end: async (signal = 'SIGTERM') => {
      child.kill(signal)
      return exited
    },
    figure: async (name, labels = '') => figureIn(String((await call('GET', '/metrics')).body), name, labels),
  }
}

async function callOver(
  base: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(base + path, {
    method,
    headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: isJson ? JSON.parse(text) : text,
  }
}

function figureIn(metrics: string, name: string, labels: string): number {
  let sum = 0
  for (const line of metrics.split('\n')) {
    const [, found, foundLabels = '', value] = /^([a-z_]+)(\{[^}]*\})? (\S+)$/.exec(line) ?? []
    if (found === name && foundLabels.includes(labels)) sum += Number(value)
  }
  return sum
}

/** Asks `look` again and again until it answers something; fails with `what` when that takes too long. */
export async function until<T>(
  what: string,
  look: () => Promise<T | undefined | false>,
  withinMs = 30_000,
): Promise<T> {
  const end = performance.now() + withinMs
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    if (performance.now() > end) throw new Error(`Waited ${withinMs} ms in vain for ${what}`)
    await new Promise((resume) => setTimeout(resume, 20))
  }
}
