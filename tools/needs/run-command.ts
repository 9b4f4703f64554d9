import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

export type CommandResult = { ok: boolean; output: string }

/** Runs a program to its end and never throws; `output` is stdout and stderr as they came. A missing program is not ok. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { timeoutMs?: number; uid?: number; gid?: number; env?: Record<string, string> } = {},
): Promise<CommandResult> {
  const { timeoutMs = 60_000, env, ...ids } = options
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      env: { ...process.env, ...env },
      ...ids,
    })
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', (error) => resolve({ ok: false, output: output + error.message }))
    child.on('close', (code) => resolve({ ok: code === 0, output }))
  })
}

/** The first of these that exists and may be run: absolute paths as they are, bare names looked up in PATH. */
export function firstExecutable(candidates: readonly string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  const paths = candidates.flatMap((name) =>
    name.includes('/') ? [name] : folders.map((folder) => join(folder, name)),
  )
  return paths.find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
