import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const root = new URL('../', import.meta.url)

/**
 * What every generator ends with: writes `text` to `path` (from the repository's root), or, called with `--check`,
 * compares the two and says how to mend a difference.
 */
export async function keepGenerated(path: string, text: string): Promise<void> {
  const file = fileURLToPath(new URL(path, root))
  const present = await readFile(file, 'utf8').catch(() => undefined)
  if (present === text) {
    console.log(`${path} is up to date`)
  } else if (process.argv.includes('--check')) {
    console.error(
      `${differenceOf(path, present, text)}\n${path} is not what it is generated from. Run: npm run generate`,
    )
    process.exitCode = 1
  } else {
    await writeFile(file, text)
    console.log(`${path} written`)
  }
}

/** The first lines that differ: enough to see which change was forgotten. */
function differenceOf(path: string, present: string | undefined, text: string): string {
  if (present === undefined) return `${path} does not exist.`
  const [is, shouldBe] = [present.split('\n'), text.split('\n')]
  const first = shouldBe.findIndex((line, i) => line !== is[i])
  const at = first === -1 ? shouldBe.length : first
  const show = (sign: string, lines: string[]) => lines.slice(at, at + 3).map((line) => `  ${sign} ${line}`)
  return [`${path}:${at + 1}`, ...show('-', is), ...show('+', shouldBe)].join('\n')
}
