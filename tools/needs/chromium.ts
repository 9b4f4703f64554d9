import { installDebianPackages } from './debian-package.ts'
import { type Met, type Need, NeedMissing, nothingToStop } from './need.ts'
import { firstExecutable, runCommand } from './run-command.ts'

const usualNames = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

export const chromium: Need = {
  name: 'Chromium',
  async meet(): Promise<Met> {
    const given = process.env.CHROMIUM_PATH
    if (given) return await use(given)
    const found = firstExecutable(usualNames)
    if (found) return await use(found)
    const whyNot = await installDebianPackages(['chromium'])
    const installed = firstExecutable(usualNames)
    if (installed) return await use(installed)
    throw new NeedMissing(
      `The browser tests need Chromium or Chrome, and ${whyNot ?? 'its package brought none'}. ` +
        'Install it (Debian: apt-get install chromium), or set CHROMIUM_PATH to its program.',
    )
  },
}

async function use(path: string): Promise<Met> {
  const { ok, output } = await runCommand(path, ['--version'], { timeoutMs: 30_000 })
  if (!ok) throw new NeedMissing(`${path} does not start: ${output.trim()}. Mend it, or set CHROMIUM_PATH to another.`)
  return {
    says: `${output.trim().split('\n').at(-1)?.trim()} at ${path}`,
    env: { CHROMIUM_PATH: path },
    stop: nothingToStop,
  }
}
