/** `npm run bench`: every bench one after the other, or those named: `npm run bench -- start-up http-booking`. */
const benches: Record<string, () => Promise<{ run: () => Promise<unknown> }>> = {
  'availability-compute': () => import('./availability-compute.ts'),
  'http-availability': () => import('./http-availability.ts'),
  'http-booking': () => import('./http-booking.ts'),
  notifications: () => import('./notifications.ts'),
  'start-up': () => import('./start-up.ts'),
  'locking-strategies': () => import('./locking-strategies.ts'),
}

const help = `npm run bench [-- NAME…]      names: ${Object.keys(benches).join(', ')}

Each prints what it measured and its ratio to a limit or a peer measured in the same run. Nothing else should run meanwhile.
  BENCH_DATABASE_URL   server to measure on (a user that may create databases); unset: an embedded PostgreSQL
  BENCH_ROUNDS, BENCH_SECONDS, BENCH_CLIENTS, BENCH_PAST   how long, how many, how many past appointments`

const names = process.argv.slice(2)
const unknown = names.filter((name) => !(name in benches))
if (names.includes('--help') || unknown.length > 0) {
  process.stdout.write(
    `${unknown.length > 0 && !names.includes('--help') ? `There is no bench ${unknown.join(', ')}.\n\n` : ''}${help}\n`,
  )
  process.exitCode = names.includes('--help') ? 0 : 1
} else {
  let missed = 0
  for (const [name, load] of Object.entries(benches)) {
    if (names.length > 0 && !names.includes(name)) continue
    process.stdout.write(`\n── ${name}\n`)
    const result = await (await load()).run()
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`)
    missed += JSON.stringify(result).split('"meetsTarget":false').length - 1
  }
  process.stdout.write(
    missed === 0 ? '\nEvery target was met.\n' : `\n${missed} target${missed === 1 ? ' was' : 's were'} missed.\n`,
  )
}
