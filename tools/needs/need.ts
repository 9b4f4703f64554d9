/**
 * Something the tests need that npm does not bring. One file per need beside this one: it looks for the thing, brings it
 * where that is possible, or says what to do. There is no third way: a test that lacks its need fails, it never skips.
 */
export type Need = { name: string; meet(): Promise<Met> }

export type Met = {
  /** What was found and where, for the log. */
  says: string
  /** What tests read to use it. */
  env: Record<string, string>
  /** Ends what was started for this run; leaves alone what was there before. */
  stop(): Promise<void>
}

/** Not found and not to be had. The message is for the person at the keyboard: what is missing, what to do. */
export class NeedMissing extends Error {}

export const nothingToStop = async () => {}
