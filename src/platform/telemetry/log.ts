import { type Logger, pino } from 'pino'

export type Log = Logger

/** Structured log lines on standard output; secrets that might slip in are cut. */
export function openLog(options: { level: string; role: string }): Log {
  return pino({
    level: options.level,
    base: { role: options.role, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: ['password', '*.password', 'headers.authorization', 'headers.cookie', 'headers["x-api-key"]'] },
  })
}
