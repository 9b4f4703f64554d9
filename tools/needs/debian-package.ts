import { firstExecutable, runCommand } from './run-command.ts'

/**
 * Installs packages where that needs nobody's password: on Debian or Ubuntu, as root or with a sudo that does not ask.
 * Returns why not, or undefined when they are installed.
 */
export async function installDebianPackages(names: readonly string[]): Promise<string | undefined> {
  const aptGet = firstExecutable(['/usr/bin/apt-get'])
  if (!aptGet) return 'there is no apt-get to install it with'
  const prefix = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  if (prefix.length > 0 && !(await runCommand('sudo', ['-n', 'true'])).ok) return 'installing it needs root'

  console.log(`  installing ${names.join(', ')} …`)
  const apt = (...args: string[]) => {
    const [command, ...rest] = [...prefix, aptGet, ...args] as [string, ...string[]]
    return runCommand(command, rest, { timeoutMs: 600_000, env: { DEBIAN_FRONTEND: 'noninteractive' } })
  }
  const install = () => apt('install', '--yes', '--no-install-recommends', ...names)
  let result = await install()
  if (!result.ok) {
    // Images often come without package lists, or with lists that name versions no longer there.
    await apt('update')
    result = await install()
  }
  return result.ok
    ? undefined
    : `apt-get install ${names.join(' ')} failed: ${result.output.trim().split('\n').slice(-3).join(' / ')}`
}
