'use strict'
// Preloaded by every npm script (`node -r ./tools/require-node.cjs …`), so it must run on any Node a machine may have:
// nothing newer than Node 14 in here.
//
// npm brings the right Node as the dependency `node`, whose install script puts the binary in place. An npm that was told
// to run no install scripts leaves it out, and the machine's own Node would then fail on the first `.ts` file with an
// error that explains nothing. So: run what was left out and go on with the right Node, or say what to do.

const oldest = 26

if (Number(process.versions.node.split('.')[0]) < oldest) goOnWithTheRightNode()

function goOnWithTheRightNode() {
  const { spawnSync } = require('child_process')
  const fs = require('fs')
  const path = require('path')
  const modules = path.join(__dirname, '..', 'node_modules')
  const folder = path.join(modules, 'node')
  const binary = path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  const works = () => fs.existsSync(binary) && spawnSync(binary, ['--version'], { stdio: 'ignore' }).status === 0

  if (!works() && fs.existsSync(path.join(folder, 'package.json'))) {
    console.error(`holdfast: this is Node ${process.versions.node}; fetching Node ${oldest}, which npm left out …`)
    const env = Object.assign({}, process.env, { npm_config_ignore_scripts: 'false' })
    spawnSync(process.execPath, ['installArchSpecificPackage'], {
      cwd: folder,
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  }
  if (!works()) {
    console.error(
      `holdfast: Node ${oldest} or newer is needed, and this is ${process.versions.node}. The right one comes with npm, ` +
        'but is not there: run `npm ci`, and if your npm runs no install scripts, `npm rebuild node --ignore-scripts=false`.',
    )
    process.exit(1)
  }
  // npm leaves this link out when there was nothing to link to; with it, the next script starts with the right Node.
  const link = path.join(modules, '.bin', 'node')
  try {
    if (process.platform !== 'win32' && !fs.existsSync(link)) fs.symlinkSync('../node/bin/node', link)
  } catch (_) {
    // A folder that may not be written to: then every script takes this detour, and works.
  }
  const again = spawnSync(binary, process.execArgv.concat(process.argv.slice(1)), { stdio: 'inherit' })
  process.exit(again.status === null ? 1 : again.status)
}
