/**
 * Builds each page app (a folder of web/ with an index.html) into web/<app>/dist, when its sources have changed since.
 * Runs before every `npm start`, so deciding that nothing is to do must cost next to nothing: contents are compared, not
 * times, which a clone and an image both make up.
 */
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { InlineConfig } from 'vite'

const root = join(import.meta.dirname, '..')

/** Where the server serves web/<app>/dist from: pages live under other paths, so their files need an absolute one. */
const basePath = (app: string) => `/assets/${app}/`

const apps = globSync('web/*/index.html', { cwd: root })
  .map((path) => path.split(/[\\/]/)[1]!)
  .sort()
const sources = digestOfSources()
const stale = apps.filter((app) => builtFrom(app) !== sources)
if (stale.length > 0) await buildAll(stale)

function digestOfSources(): string {
  const files = globSync(['web/**/*.*', 'package-lock.json', 'tools/build-web.ts'], {
    cwd: root,
    exclude: (path) => /(^|[\\/])(dist|node_modules)$/.test(path),
  })
  const hash = createHash('sha256')
  for (const file of files.sort())
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex')
}

function stampOf(app: string): string {
  return join(root, 'web', app, 'dist', '.built-from')
}

function builtFrom(app: string): string | undefined {
  return existsSync(stampOf(app)) ? readFileSync(stampOf(app), 'utf8') : undefined
}

async function buildAll(stale: string[]): Promise<void> {
  // Loaded only when needed: importing Vite takes longer than everything else here. A production image may lack it.
  const tools = await Promise.all([import('vite'), import('@vitejs/plugin-react')]).catch(() => undefined)
  if (!tools) {
    const missing = stale.filter((app) => builtFrom(app) === undefined)
    if (missing.length === 0) return
    console.error(
      `The pages of web/${missing.join(', web/')} are not built, and Vite is not installed: npm ci, then npm run build.`,
    )
    process.exitCode = 1
    return
  }
  const [vite, { default: react }] = tools
  for (const app of stale) {
    const from = performance.now()
    await vite.build({ ...configOf(app), plugins: [react()] })
    writeFileSync(stampOf(app), sources)
    console.log(`web/${app} built in ${((performance.now() - from) / 1000).toFixed(1)} s`)
  }
}

/** Everything a file of its own and nothing inline: the pages run under a CSP without 'unsafe-inline' and without data:. */
function configOf(app: string): InlineConfig {
  const folder = join(root, 'web', app)
  const own = join(folder, 'vite.config.ts')
  return {
    root: folder,
    configFile: existsSync(own) ? own : false,
    base: basePath(app),
    logLevel: 'warn',
    build: {
      outDir: 'dist',
      assetsDir: '',
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
    },
  }
}
