/**
 * The tree of Holdfast as data: what may stand where, and who may call whom. `check-structure.ts` reads it.
 * Most changes here are one more word in a list; a change of direction between layers deserves a decision record.
 */

// ---------------------------------------------------------------- the tree

/** Directly under src/: the composition, which knows all layers. Everything else belongs to one of them. */
export const compositionFiles: Record<string, string> = {
  'main.ts': 'starts a role, nothing else',
  'command-line.ts': 'the words a role is picked by',
  'run.ts': 'runs a role to its end',
  'serve.ts': 'the HTTP side of a process',
  'context.ts': 'builds the one Ctx',
  'config.ts': 'the only reader of process.env',
  'routes.ts': 'the routes of all features',
  'jobs.ts': 'the jobs of all features',
  'consumers.ts': 'the event consumers of all features',
  'pages.ts': 'the pages of all apps',
  'version.ts': 'what version this is',
}

/** Of these a feature may know the types, because it receives what they build. */
export const knownByType = ['context.ts', 'config.ts']

/** Upper may import lower. Never the other way: what is below must make sense, and be testable, without what is above. */
export const layers = ['main', 'features', 'platform', 'lib'] as const
export type Layer = (typeof layers)[number]

/** src/platform/: one folder or file per technical matter. It knows nothing of scheduling. */
export const platformParts = words(
  'db http bus jobs mail telephony telemetry operations clock problem cause delivery-failure',
)

/** src/lib/ is pure: no network, no files, no database. These packages are pure as well. */
export const purePackages = ['libphonenumber-js', 'ical.js', 'zod', 'node:crypto', 'node:assert', 'node:buffer']

/**
 * Features from the ground up. A feature calls those in rows above its own. Within a row: `mutual` may call each other,
 * otherwise they meet only through types and events.
 */
export const featureRows: { features: string[]; mutual: boolean }[] = [
  { features: ['units', 'identity', 'audit', 'clients'], mutual: true },
  { features: ['availability'], mutual: false },
  { features: ['booking'], mutual: false },
  { features: ['rescheduling', 'calendars', 'conversations', 'fulfilment'], mutual: false },
]

/** They react to everybody's events, and nobody calls them. */
export const listeningFeatures = ['notifications']

/** What a listening feature may call: whatever only reads, and the features that keep what was told and done. */
export const readingVerbs = words('load list find show read describe')
export const calledByListeners = ['calendars', 'audit', 'identity']

/** Each an own bundle; they share code only through web folders that are no app. */
export const webApps = ['admin', 'booking', 'widget']

// ---------------------------------------------------------------- words

/** `<verb>-<noun>.ts` is one operation. Missing a verb a receptionist would say? Add it here. */
export const verbs = words(`
  accept add answer apply approve archive assign authenticate authorise block book build cancel capture change check
  choose claim close collect complete compose compute confirm count create decide decline deliver deny describe dispatch drop
  end ensure erase expire explain export extend find finish forget grant greet hash import invite issue join keep list
  load lock mark merge migrate mint move notify offer open overbook override parse pay pick place plan postpone preview
  propose prune publish read rebuild receive record refuse register reject release remind remove renumber rename render reopen
  reply request requeue require reschedule reset resolve resume retry revoke rotate save schedule search seed send set
  show sign start stop store submit subscribe suggest suspend sync tell throttle tidy unblock unlock update verify watch
  withdraw write
`)

/** A noun of one word needs no permission; a noun of several is listed, so that `hold-stuff.ts` is not one. */
export const compoundNouns = words(`
  address-token api-key appointment-change availability-query block-endpoints call-request catalogue-cache client-login conversation-lock day-plan free-starts hold-endpoints
  google-calendar inbound-mail line-ups local-day one-time-code opt-out sample-facts session-seat slot-grid slot-search staff-session time-window
  quiet-hours working-hours
`)

/** `<nouns>.sql.ts` is a plural, like the tables; these stand for several tables at once. */
export const collectiveNouns = words('availability catalogue event-log occupancy outbox overdue staff')

/** Files of a fixed name that a feature folder may hold, and what they are for. */
export const featureFiles: Record<string, string> = {
  'routes.ts': 'contract → operation → view, a few lines each',
  'contract.ts': 'its endpoints as data',
  'events.ts': 'the facts it records, and how they are written',
  'jobs.ts': 'its background jobs',
  'messages.ts': 'the words it says to people',
}

/** Folders inside a feature where "one more" is one more file: a channel, a language, a strategy, a page the server writes. */
export const plugInFolders = ['channels', 'languages', 'pages', 'strategies', 'templates']

/** Names that say nothing about what is inside, so that anything ends up inside. Anywhere. */
export const emptyWords = words('utils util helpers helper manager managers common misc index')

/** And these say nothing within a feature. */
export const emptyFeatureWords = words('types constants logic core shared models handlers')

/** `service` is a noun here (what a client books), so only `something-service.ts` is the empty word. */
export const emptyEndings = words('service services')

/** What another feature may import: operations, nouns, facts and endpoint data; these are its own affair. */
export const privateFeatureFiles = ['routes.ts', 'jobs.ts', 'messages.ts']

// ---------------------------------------------------------------- sizes, patterns

/** Sizes that read well: median 80 lines, nine of ten below 250. */
export const longestFile = 400

/** How SQL shows in TypeScript. */
export const sqlSigns: { sign: RegExp; is: string }[] = [
  { sign: /\bsql\s*(?:<[^`]*>)?`/g, is: 'an sql`…` template' },
  { sign: /\.query\s*(?:<[^(]*>)?\(/g, is: 'a .query(…) call' },
  { sign: /(?<![.\w])(?:s|bulkS)tatement\s*(?:<[^(]*>)?\(/g, is: 'a statement(…)' },
  { sign: /\.(?:selectFrom|insertInto|updateTable|deleteFrom|mergeInto)\s*\(/g, is: 'a query built with Kysely' },
]

/** Packages that are SQL by another name. */
export const sqlPackages = ['pg', 'kysely']

/** Reading the machine's clock, where only the database's is the same for all nodes. */
export const clockSigns = /\bDate\.now\s*\(|\bnew\s+Date\s*\(\s*\)|\bTemporal\.Now\b/g

/** Who may look at the environment, and why. */
export const environmentReaders: Record<string, string> = {
  'src/config.ts': 'validates, documents and refuses settings',
  'src/platform/db/embedded/run-program.ts': 'hands PATH on to the programs it starts, and nothing else',
}
export const environmentSigns = /\bprocess\s*\.\s*env\b|\bprocess\s*\[\s*['"]\s*['"]\s*\]/g

// ---------------------------------------------------------------- what each rule teaches

export const lessons = {
  tree: 'Whoever opens the repository should see where a thing lives. The tree is in docs and in tools/structure-rules.ts.',
  names:
    'Files are kebab-case and named by the glossary: the same stem in file, function, endpoint, job, span and test.',
  'empty-name': 'A name such as utils or manager says nothing about what is inside, so anything ends up inside.',
  vocabulary: 'A feature folder holds a closed set of things, so that each is found without searching.',
  layers: 'main → features → platform → lib: what is below must make sense, and be testable, without what is above.',
  features:
    'units, identity, audit, clients ← availability ← booking ← rescheduling, calendars, conversations, fulfilment: ' +
    'a change in one feature reaches only those after it.',
  listens: 'notifications only listens: a booking must never wait for a message, nor fail because of one.',
  'private-sql': "A feature's tables are its own. Another's SQL would bypass its rules, its lock order and its events.",
  private: "Another feature's operations, nouns and events are its door; its routes, jobs and messages are not.",
  context:
    'src/context.ts builds the one Ctx. A feature receives it; importing more than its type would close a circle.',
  'sql-place':
    'SQL lives in *.sql.ts and db/migrations: who changes a table reads those files and has seen every use of it.',
  environment: 'src/config.ts is the only reader of process.env: one place validates, documents and refuses settings.',
  clock: "Deadlines are judged by the database's clock, one for all nodes, and tests can set it.",
  pure: 'src/lib is pure arithmetic and text, so it can be property-tested and run anywhere.',
  web: 'A page is another program: it speaks HTTP. What it may know of the server is the shape of the contract.',
  barrel: 'A file that only re-exports hides where a thing lives and makes circles easy.',
  'test-name':
    'Read in a row, the test names are the specification: sentences, led by the requirement id when one applies.',
  'test-runs': 'A test that is skipped, focused or promised proves nothing and looks as if it did.',
  size: `A file past ${longestFile} lines usually hides two things.`,
  migrations: 'Migrations are applied once, in order, on live databases; they are read by people who need to know why.',
  'test-only': 'What the product runs must not depend on what checks it.',
} as const
export type Rule = keyof typeof lessons

function words(text: string): string[] {
  return text.trim().split(/\s+/)
}
