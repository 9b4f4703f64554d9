/**
 * D2, D3: do other people's programs take our invitations? The messages of generated appointments go through libical with its
 * check of restrictions, vobject, icalendar, ical.js, postal-mime and our own linter: nobody may have a remark. Then good messages
 * are broken on purpose: each must be noticed by somebody, or the silence about the good ones would prove nothing.
 * `node bench/conformance.ts`. It installs nothing: what is missing it names.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { composeSample } from '../tools/conformance/compose-sample.ts'
import { lintMailbox } from '../tools/conformance/lint-mailbox.ts'
import { type Mutant, mutants } from '../tools/conformance/mutants.ts'
import { type SampleMessage, sampleMessages } from '../tools/conformance/sample-messages.ts'
import { candidateOf, missingValidators, packages, validators } from './conformance-validators.ts'

const APPOINTMENTS = 200
const LINTER = 'our linter'

export interface ConformanceResult {
  readonly bench: 'conformance'
  readonly appointments: number
  readonly messages: Record<SampleMessage['kind'], number>
  /** Remarks on good messages; the first few of them. */
  readonly remarks: Record<string, number>
  readonly examples: readonly string[]
  readonly mutants: readonly { readonly mutant: string; readonly caughtBy: readonly string[] }[]
  readonly caught: string
  readonly meetsTarget: boolean
}

/** @throws when a validator cannot run at all */
export async function run(): Promise<ConformanceResult> {
  const missing = missingValidators()
  if (missing) throw new Error(`${missing}\nInstall the validators: apt-get install ${packages.join(' ')}`)
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-conformance-'))
  try {
    const good = await checkGood(folder)
    const caughtBy = await checkMutants(folder)
    const caught = caughtBy.filter((mutant) => mutant.caughtBy.length > 0).length
    const awake = new Set(caughtBy.flatMap((mutant) => mutant.caughtBy))
    const everyone = [...validators.map(({ name }) => name), LINTER]
    const isSilent = Object.values(good.remarks).every((count) => count === 0)
    return {
      bench: 'conformance',
      ...good,
      mutants: caughtBy,
      caught: `${caught} of ${mutants.length}`,
      // A validator that notices none of them may not have looked at the others either.
      meetsTarget: isSilent && caught === mutants.length && everyone.every((name) => awake.has(name)),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function checkGood(folder: string) {
  const messages = sampleMessages(APPOINTMENTS)
  const raws = await Promise.all(messages.map(composeSample))
  const candidates = await Promise.all(raws.map((raw, index) => candidateOf(messages[index]!.name, raw)))
  const remarks: Record<string, number> = {}
  const examples: string[] = []
  const keep = (validator: string, said: readonly string[]) => {
    remarks[validator] = said.length
    examples.push(...said.slice(0, 3).map((remark) => `${validator}: ${remark.slice(0, 300)}`))
  }
  for (const { name, check } of validators) {
    const said = await check(candidates, folder)
    keep(
      name,
      [...said].flatMap(([message, lines]) => lines.map((line) => `${message}: ${line}`)),
    )
  }
  const findings = lintMailbox(raws)
  keep(
    LINTER,
    findings.map(({ mail, rule, says }) => `${messages[mail]!.name}: ${rule}: ${says}`),
  )
  const kinds = Object.groupBy(messages, ({ kind }) => kind)
  const counts = Object.fromEntries(Object.entries(kinds).map(([kind, of]) => [kind, of.length]))
  return { appointments: APPOINTMENTS, messages: counts as ConformanceResult['messages'], remarks, examples }
}

async function checkMutants(folder: string): Promise<ConformanceResult['mutants']> {
  const thread = sampleMessages(1).filter(({ to }) => to.address.startsWith('client'))
  const raws = await Promise.all(thread.map(composeSample))
  const broken = mutants.map((mutant) => breakThread(mutant, thread, raws))
  const candidates = await Promise.all(
    broken.map(({ raws: mails, index }, position) => candidateOf(mutants[position]!.name, mails[index]!)),
  )
  const said = await Promise.all(
    validators.map(({ check }) => check(candidates, mkdtempSync(join(folder, 'mutants-')))),
  )
  return mutants.map(({ name }, position) => {
    const { raws: mails, index } = broken[position]!
    const caughtBy = validators.filter((_, validator) => said[validator]!.has(name)).map((validator) => validator.name)
    if (lintMailbox(mails).some(({ mail }) => mail === index)) caughtBy.push(LINTER)
    return { mutant: name, caughtBy }
  })
}

function breakThread(mutant: Mutant, thread: readonly SampleMessage[], raws: readonly Buffer[]) {
  const index = thread.findIndex(({ kind }) => kind === mutant.of)
  const [first, good] = [raws[0]!.toString('latin1'), raws[index]!.toString('latin1')]
  const mail = mutant.break(good, first)
  if (mail === good) throw new Error(`"${mutant.name}" breaks nothing`)
  return { index, raws: raws.with(index, Buffer.from(mail, 'latin1')) }
}

if (import.meta.main) {
  try {
    const result = await run()
    console.log(JSON.stringify(result, null, 2))
    if (!result.meetsTarget) process.exitCode = 1
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
