import { firstExecutable, runCommand } from './run-command.ts'

export type Container = { port: number; says: string; stop(): Promise<void> }

/** Runs an image with one of its ports on a free port of loopback. Returns why not, when no engine answers. */
export async function startContainer(
  image: string,
  innerPort: number,
  env: Record<string, string>,
): Promise<Container | string> {
  const engines = ['docker', 'podman'].filter((name) => firstExecutable([name]))
  for (const engine of engines) {
    if (!(await runCommand(engine, ['info'], { timeoutMs: 10_000 })).ok) continue
    const settings = Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`])
    const started = await runCommand(
      engine,
      ['run', '--detach', '--rm', '--publish', `127.0.0.1::${innerPort}`, ...settings, image],
      { timeoutMs: 300_000 },
    )
    if (!started.ok) return `${engine} run ${image} failed: ${started.output.trim()}`
    const id = started.output.trim().split('\n').at(-1)!
    const stop = async () => {
      await runCommand(engine, ['rm', '--force', id])
    }
    const { output } = await runCommand(engine, ['port', id, String(innerPort)])
    const port = Number(/:(\d+)\s*$/m.exec(output)?.[1])
    if (port > 0) return { port, says: `${image} in ${engine}`, stop }
    await stop()
    return `${engine} published no port for ${image}: ${output.trim()}`
  }
  return engines.length > 0 ? `no engine answers behind ${engines.join(' or ')}` : 'there is neither docker nor podman'
}
