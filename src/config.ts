import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { comesEvery, readCron } from './platform/jobs/cron.ts'

/** A configuration that cannot be started with; the message is one line that says what to change. */
export class ConfigError extends Error {}

const flag = (byDefault: boolean) =>
  z
    .enum(['true', 'false', '1', '0', ''])
    .default(String(byDefault) as 'true')
    .transform((text) => (text === '' ? byDefault : text === 'true' || text === '1'))
const number = (least: number, most: number) => z.coerce.number().int().min(least).max(most)
const whole = (byDefault: number, least: number, most: number) => number(least, most).default(byDefault)
const e164 = z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number such as +37060000000')
const address = (protocols: RegExp, example: string) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && protocols.test(text), `must be an address such as ${example}`)
    .optional()

/** Every environment variable there is; `.describe` is its line in the documentation. */
export const settings = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('`production` refuses what is only fit for trying.'),
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Address to listen on. Behind a proxy keep the default; in a container use 0.0.0.0.'),
  PORT: whole(3000, 0, 65_535).describe('Port to listen on; 0 takes any free one.'),
  WORKER_PORT: number(0, 65_535)
    .optional()
    .describe(
      'Port on which a `worker` answers /healthz, /readyz, /metrics and /workers/reminders/health. Unset: none.',
    ),
  PUBLIC_URL: address(/^https?:/, 'https://book.example.com').describe(
    'The address people use, when it differs from HOST and PORT.',
  ),
  DATABASE_URL: address(/^postgres(ql)?:/, 'postgres://user@host/holdfast').describe(
    'A PostgreSQL ≥ 15 server. Unset: the embedded PostgreSQL 18 in DATA_DIR.',
  ),
  DATABASE_POOL_SIZE: whole(16, 2, 500).describe('Connections each process keeps at most.'),
  DATA_DIR: z.string().min(1).default('./data').describe('Where the embedded database and the generated secret live.'),
  AUTH_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe(
      'Signs staff sessions; links in messages, feeds and reply addresses are made from it, and a new one ends them all. ' +
        'Unset: made once and kept in DATA_DIR.',
    ),
  TRUST_PROXY: z
    .string()
    .default('')
    .describe('Proxies whose X-Forwarded-For is believed: `true`, or addresses and ranges with commas.'),
  RATE_LIMIT_FACTOR: z.coerce.number().positive().max(1_000_000).default(1).describe('Scales every rate limit.'),
  ENABLE_SCHEDULE_ENGINE: flag(true).describe('Off: holds and bookings answer 503; availability is still shown.'),
  ENABLE_RECURRING_JOBS: flag(true).describe('Off: this process runs no timers; have a worker elsewhere.'),
  SCHEDULE_HOLD_EXPIRY_INTERVAL_SECONDS: whole(60, 1, 3600).describe(
    'How often overdue holds are tidied away. They block nobody meanwhile.',
  ),
  ENABLE_NOTIFICATION_OUTBOX: flag(true).describe(
    'Off: this process neither writes nor sends messages; what happened waits for one that does.',
  ),
  NOTIFICATIONS_ENABLED: flag(true).describe('Off: messages are written and wait; none is sent.'),
  NOTIFICATIONS_REDIRECT_TO: z
    .email('must be an e-mail address')
    .optional()
    .describe('Every message of every channel goes to this e-mail address instead.'),
  NOTIFICATION_RETRY_SECONDS: z.coerce
    .number()
    .positive()
    .max(3600)
    .default(30)
    .describe('Wait before the second attempt; doubled with each further one, up to an hour, give or take a fifth.'),
  NOTIFICATION_ATTEMPTS: whole(30, 1, 1000).describe('Attempts before a message is given up and shown to staff.'),
  NOTIFICATION_LEASE_SECONDS: whole(60, 2, 600).describe(
    'How long the messages a killed worker had under way wait until another takes them up.',
  ),
  NOTIFICATION_KEEP_DAYS: whole(400, 1, 3650).describe(
    'Messages that were sent, given up or out of date are deleted, with their attempts, this long after they were written.',
  ),
  QUIET_HOURS: z
    .string()
    .regex(
      /^(off|((?:[01]\d|2[0-3]):[0-5]\d)-(?!\2$)(?:[01]\d|2[0-3]):[0-5]\d)$/,
      'must be two times such as 21:00-08:00, or off',
    )
    .default('21:00-08:00')
    .describe('In the recipient’s zone: reminders by SMS and messengers wait until these are over. `off`: never.'),
  SMTP_URL: address(/^smtps?:/, 'smtp://user:password@mail.example.com:587').describe(
    'The mail server. Unset: mail is kept in the development mailbox.',
  ),
  MAIL_FROM: z
    .email('must be an e-mail address')
    .optional()
    .describe('Sender of every mail; the unit’s name stands beside it. Unset: `no-reply@` the host of PUBLIC_URL.'),
  REPLY_DOMAIN: z
    .hostname('must be a domain such as rsvp.example.com')
    .optional()
    .describe(
      'Domain whose mail reaches this installation: each invitation then has a reply address of its own. Unset: replies go to MAIL_FROM.',
    ),
  ENABLE_TWILIO: flag(false).describe('SMS and WhatsApp through Twilio; needs the TWILIO_ settings.'),
  TWILIO_ACCOUNT_SID: z
    .string()
    .regex(/^AC[0-9a-f]{32}$/, 'must be AC and 32 hexadecimal digits')
    .optional()
    .describe('The account.'),
  TWILIO_AUTH_TOKEN: z.string().min(1).optional().describe('Its secret.'),
  TWILIO_SMS_FROM: e164.optional().describe('Number SMS are sent from. Unset: no SMS.'),
  TWILIO_WHATSAPP_FROM: e164.optional().describe('Number WhatsApp messages are sent from. Unset: none.'),
  TWILIO_PER_SECOND: z.coerce
    .number()
    .positive()
    .max(1000)
    .default(1)
    .describe('Messages a second Twilio lets us send.'),
  TWILIO_API_URL: address(/^https?:/, 'https://api.twilio.com').describe('Another address of Twilio’s API.'),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d+:[\w-]{30,}$/, 'must be a bot token such as 123456:ABC…')
    .optional()
    .describe('The bot that writes to clients on Telegram. Unset: none.'),
  TELEGRAM_API_URL: address(/^https?:/, 'https://api.telegram.org').describe('Another address of Telegram’s Bot API.'),
  REMINDER_CRON: z
    .string()
    .refine(isSchedule, 'must be minute, hour, day, month and weekday in figures, such as */5 * * * *')
    .default('* * * * *')
    .describe('When due reminders are looked for: minute, hour, day, month, weekday, in UTC.'),
  REMINDER_LOOKAHEAD_MINUTES: whole(1440, 5, 43_200).describe(
    'How long before its start an appointment is reminded of.',
  ),
  DEMO_DATA: flag(true).describe('Create the demo units on the first start of an empty embedded database.'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('How much is logged.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: address(/^https?:/, 'http://localhost:4318').describe(
    'Where OpenTelemetry spans go. Unset: nowhere.',
  ),
})

export type Config = Omit<z.output<typeof settings>, 'AUTH_SECRET' | 'TRUST_PROXY' | 'MAIL_FROM'> & {
  AUTH_SECRET: string
  MAIL_FROM: string
  /** Where people find this installation, for links in messages; without a slash at the end. */
  SITE_URL: string
  /** What stands behind the @ of calendar UIDs. */
  UID_DOMAIN: string
  TRUST_PROXY: boolean | string
}

/** A configuration whose secret may still have to be made; see {@link withSecret}. */
export type GivenConfig = Omit<Config, 'AUTH_SECRET'> & { AUTH_SECRET: string | undefined }

/** Reads and checks the environment. @throws ConfigError with one line that names the variable and what to do. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): GivenConfig {
  const given = Object.fromEntries(Object.keys(settings.shape).map((name) => [name, blankAsUnset(environment[name])]))
  const parsed = settings.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const name = String(issue?.path[0])
    // A secret or a password in an address must not end up in a log.
    const said = /SECRET|TOKEN|_URL/.test(name) ? '' : ` It is ${JSON.stringify(environment[name])}.`
    throw new ConfigError(`${name}: ${issue?.message}.${said}`)
  }
  const config = parsed.data
  if (config.NODE_ENV === 'production' && !config.PUBLIC_URL) {
    throw new ConfigError(
      'PUBLIC_URL: set it to the address people use (https://…); with NODE_ENV=production links and cookies depend on it.',
    )
  }
  if (config.NODE_ENV === 'production' && config.DATABASE_URL && !config.AUTH_SECRET) {
    throw new ConfigError(
      'AUTH_SECRET: set one secret of 32 or more characters for all servers; sessions made by one must hold on the others.',
    )
  }
  refuseHalfSet(config)
  const dataDir = resolve(config.DATA_DIR)
  const host = config.PUBLIC_URL ? new URL(config.PUBLIC_URL).hostname : 'holdfast.localhost'
  return {
    ...config,
    DATA_DIR: dataDir,
    AUTH_SECRET: config.AUTH_SECRET,
    UID_DOMAIN: host,
    SITE_URL: (
      config.PUBLIC_URL ?? `http://${/^(0\.0\.0\.0|::)$/.test(config.HOST) ? 'localhost' : config.HOST}:${config.PORT}`
    ).replace(/\/$/, ''),
    MAIL_FROM: config.MAIL_FROM ?? `no-reply@${host}`,
    TRUST_PROXY:
      config.TRUST_PROXY === 'true'
        ? true
        : config.TRUST_PROXY === '' || config.TRUST_PROXY === 'false'
          ? false
          : config.TRUST_PROXY,
  }
}

function refuseHalfSet(config: z.output<typeof settings>): void {
  const { ENABLE_TWILIO, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_SMS_FROM, TWILIO_WHATSAPP_FROM } = config
  if (ENABLE_TWILIO && !(TWILIO_ACCOUNT_SID && TWILIO_AUTH_TOKEN)) {
    throw new ConfigError('ENABLE_TWILIO: needs TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN; set both or turn it off.')
  }
  if (ENABLE_TWILIO && !(TWILIO_SMS_FROM || TWILIO_WHATSAPP_FROM)) {
    throw new ConfigError('ENABLE_TWILIO: needs a number to send from; set TWILIO_SMS_FROM or TWILIO_WHATSAPP_FROM.')
  }
  if (config.NODE_ENV === 'production' && config.NOTIFICATIONS_ENABLED && !config.SMTP_URL) {
    throw new ConfigError(
      'SMTP_URL: set the mail server people are written to through; or NOTIFICATIONS_ENABLED=false to write to nobody.',
    )
  }
  const { REMINDER_CRON, REMINDER_LOOKAHEAD_MINUTES } = config
  if (REMINDER_CRON !== '* * * * *' && !comesEvery(readCron(REMINDER_CRON), REMINDER_LOOKAHEAD_MINUTES)) {
    throw new ConfigError(
      'REMINDER_CRON: comes round less often than every REMINDER_LOOKAHEAD_MINUTES, so that some appointments would begin ' +
        'before they are looked at; look more often, or further ahead.',
    )
  }
}

function isSchedule(text: string): boolean {
  try {
    readCron(text)
    return true
  } catch {
    return false
  }
}

/** Completes a configuration. Called when the data folder is there: the embedded database wants to create it itself. */
export function withSecret(config: GivenConfig): Config {
  return { ...config, AUTH_SECRET: config.AUTH_SECRET ?? keptSecret(config.DATA_DIR) }
}

function blankAsUnset(value: string | undefined): string | undefined {
  return value === undefined || value.trim() === '' ? undefined : value.trim()
}

/** The secret of this installation: made at the first start, readable by its owner only. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'auth-secret')
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  mkdirSync(dataDir, { recursive: true })
  const secret = randomBytes(32).toString('base64url')
  try {
    writeFileSync(file, `${secret}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    // Another process of the same start was first.
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readFileSync(file, 'utf8').trim()
    throw new ConfigError(
      `DATA_DIR: cannot write to ${dataDir} (${(error as Error).message}). Choose a folder this user may write to.`,
      { cause: error },
    )
  }
  chmodSync(file, 0o600)
  return secret
}
