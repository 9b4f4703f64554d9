import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'

const runner = pathToFileURL(join(import.meta.dirname, 'run-test-files.ts')).href

/** Runs test files of these contents as `npm test` does, in a process that knows nothing of the test runner around us. */
function outcomeOf(files: Record<string, string>): { totals: { passed: number; failed: number }; log: string } {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-test-files-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), `import { test } from 'node:test'\n${text}`)
    }
    const options = `{ env: { GIVEN: 'yes' }, concurrency: 2, signal: new AbortController().signal, timeoutMs: 2_000 }`
    const script = `
      import { runTestFiles } from ${JSON.stringify(runner)}
      const totals = await runTestFiles(${JSON.stringify(Object.keys(files))}, ${options})
      console.log('totals ' + JSON.stringify(totals))`
    const { NODE_TEST_CONTEXT: _, ...env } = process.env
    writeFileSync(join(folder, 'run.ts'), script)
    const { stdout, stderr } = spawnSync(process.execPath, ['run.ts'], { cwd: folder, env, encoding: 'utf8' })
    const totals = /^totals (.*)$/m.exec(stdout)?.[1]
    assert.ok(totals, stderr)
    return { totals: JSON.parse(totals), log: stdout }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('passes and failures are counted, and a failing file shows its reason and what it printed', () => {
  const { totals, log } = outcomeOf({
    'good.test.ts': `test('one is fine', () => { console.log('quiet') })\ntest('two is fine', () => {})`,
    'bad.test.ts': `test('one is fine', () => {})\ntest('two is bad', () => { console.log('a clue'); throw new Error('the reason') })`,
    'env.test.ts': `test('the environment is passed on', () => { if (process.env.GIVEN !== 'yes') throw new Error() })`,
  })
  assert.deepEqual(totals, { passed: 4, failed: 1 })
  assert.match(log, /✔ good\.test\.ts {2}2 in/)
  assert.match(log, /✖ two is bad[^✔]*the reason[^✔]*a clue/)
  assert.doesNotMatch(log, /quiet/)
})

test('what proves nothing is a failure: skipped, todo, no test at all, a crash, a hang, a bad end', () => {
  const { totals, log } = outcomeOf({
    'skipped.test.ts': `test.skip('this is left out', () => {})\ntest.todo('this is to come')`,
    'empty.test.ts': '',
    'missing.test.ts': `import './nowhere.ts'`,
    'killed.test.ts': `process.kill(process.pid, 'SIGKILL')`,
    'hanging.test.ts': `test('this never ends', () => new Promise(() => {}))`,
    'late.test.ts': `test('this ends badly', () => { process.exitCode = 3 })`,
  })
  assert.deepEqual(totals, { passed: 1, failed: 7 })
  assert.match(log, /There is no test in this file/)
  assert.match(log, /nowhere\.ts/)
  assert.match(log, /was ended by SIGKILL/)
  assert.match(log, /timed out after 2000ms/)
  assert.match(log, /ended with exit code 3/)
})
