import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Ctx } from '../../context.ts'
import { DeliveryFailure } from '../../platform/delivery-failure.ts'
import { startPolling } from '../../platform/jobs/polling-loop.ts'
import { type Attempt, failedAttempt } from './attempt.ts'
import type { Outgoing } from './channels/channel.ts'
import { keepAttempts } from './keep-attempts.ts'
import { type Lane, LaneState } from './lane.ts'
import {
  type LeasedRow,
  leaseNotifications,
  postponeNotifications,
  renewLeases,
  returnLeases,
} from './notifications.sql.ts'
import { readQuietHours, sendAfter } from './quiet-hours.ts'

/** What ends within this time is written down in one commit. */
const gatherMs = 10
/** How long messages under way may take to end when the process stops. */
const graceMs = 10_000

/** Puts a message into words for the lane it goes through. */
export type Compose = (row: LeasedRow) => Promise<Outgoing> | Outgoing

/**
 * Sends what is due through one lane until stopped: take a lease, send, write down what came of it. What is under way keeps
 * its lease; what a killed process had under way is taken up by others when the lease ends, and only then is it unknown
 * whether it had been sent.
 */
export function deliverNotifications(ctx: Ctx, lane: Lane, compose: Compose): () => Promise<void> {
  const delivery = new Delivery(ctx, lane, compose)
  return () => delivery.stop()
}

class Delivery {
  readonly #ctx: Ctx
  readonly #lane: Lane
  readonly #compose: Compose
  readonly #state: LaneState
  readonly #worker = randomUUID()
  /** What this process holds a lease of. */
  readonly #held = new Map<string, { row: LeasedRow; isStarted: boolean; task: Promise<void> }>()
  readonly #ended: Attempt[] = []
  readonly #stopping = new AbortController()
  readonly #polling
  readonly #renewing: NodeJS.Timeout
  readonly #leaseSeconds: number
  readonly #quietHours
  #keeping: Promise<void> | undefined
  #inside = 0
  readonly #waiting: (() => void)[] = []

  constructor(ctx: Ctx, lane: Lane, compose: Compose) {
    this.#ctx = ctx
    this.#lane = lane
    this.#compose = compose
    this.#state = new LaneState(lane.channel)
    this.#leaseSeconds = ctx.config.NOTIFICATION_LEASE_SECONDS
    this.#quietHours = readQuietHours(ctx.config.QUIET_HOURS)
    this.#renewing = setInterval(() => void this.#renew(), (this.#leaseSeconds * 1000) / 4)
    this.#polling = startPolling({
      nudges: ctx.db.nudges,
      nudge: 'notifications',
      pollMilliseconds: 1000,
      turn: () => this.#take(),
      onFailure: (error, failures) => ctx.log.warn({ err: error, failures }, 'the outbox cannot be read'),
    })
  }

  /** Takes as many as there is room for, and starts them. True when there may be more and there is room. */
  async #take(): Promise<boolean> {
    const capacity = this.#state.capacity(performance.now())
    const room = capacity - this.#held.size
    // A few at a time cost as much as many: let the room grow first.
    if (room <= 0 || room < capacity / 2) return false
    const rows = await this.#ctx.db.run(leaseNotifications, this.#worker, this.#leaseSeconds, this.#lane.channels, room)
    const early: { id: string; sendAfter: number }[] = []
    for (const row of rows) {
      // Ours still, and not written down yet: the database was away for longer than the lease.
      if (this.#held.has(row.id)) continue
      // Asked again here: it may have waited for a worker, for a provider or for another channel until the night.
      const after = sendAfter({ ...row, isUrgent: row.is_urgent }, this.#quietHours, row.now)
      if (after !== null) {
        early.push({ id: row.id, sendAfter: after })
        continue
      }
      const held = { row, isStarted: false, task: Promise.resolve() }
      this.#held.set(row.id, held)
      held.task = this.#deliver(row, held)
    }
    if (early.length > 0) await this.#ctx.db.run(postponeNotifications, this.#worker, JSON.stringify(early))
    return rows.length === room && capacity > 1
  }

  async #deliver(row: LeasedRow, held: { isStarted: boolean }): Promise<void> {
    const turn = this.#state.takeTurn(performance.now())
    if (turn > 0) await wait(turn, undefined, { signal: this.#stopping.signal }).catch(() => {})
    // Nobody waits for these when the process stops, and nobody has them any more when the lease was lost.
    if (this.#stopping.signal.aborted || !this.#held.has(row.id)) return
    // Put into words one by one, as the provider takes them: all at once would keep every connection waiting.
    await this.#enter()
    if (this.#stopping.signal.aborted || !this.#held.has(row.id)) return this.#leave()
    held.isStarted = true
    this.#ended.push(await this.#attempt(row).finally(() => this.#leave()))
    this.#keeping ??= this.#keep()
    await this.#keeping
  }

  async #enter(): Promise<void> {
    if (this.#inside >= this.#lane.channel.concurrency)
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#inside++
  }

  /** Gives the place to whoever waits longest. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#inside--
  }

  async #attempt(row: LeasedRow): Promise<Attempt> {
    const started = performance.now()
    const { channel } = this.#lane
    let isUncertain = row.is_uncertain
    try {
      if (row.is_closed) throw new DeliveryFailure('refused', 'They asked not to be written to here.')
      const outgoing = await this.#compose(row)
      const known = row.is_uncertain ? await channel.findSent?.(outgoing, row.created_at) : undefined
      if (channel.findSent) isUncertain = false
      const delivered = known ?? (await channel.send(outgoing))
      this.#state.answered()
      return {
        row,
        outcome: 'SENT',
        status: 'SENT',
        answer: delivered.answer,
        providerId: delivered.providerId,
        sentTo: outgoing.to.address,
        failures: row.failures,
        waitSeconds: 0,
        tookMs: performance.now() - started,
        isOptOut: false,
        isUncertain: false,
      }
    } catch (error) {
      const isOutage = error instanceof DeliveryFailure && error.verdict === 'unreachable'
      if (!isOutage) this.#state.answered()
      const { NOTIFICATION_RETRY_SECONDS: firstSeconds, NOTIFICATION_ATTEMPTS: attempts } = this.#ctx.config
      const pause = (failure: DeliveryFailure) =>
        this.#state.unreachable(performance.now(), failure.retryAfterSeconds, Math.random())
      const attempt = failedAttempt(row, performance.now() - started, error, pause, {
        firstSeconds,
        attempts,
        random: Math.random(),
      })
      // What was not known before this attempt still is not, unless the provider could be asked.
      return { ...attempt, isUncertain: attempt.isUncertain || isUncertain }
    }
  }

  /** Writes down what has ended, together; what ends meanwhile is next. Tried until the database takes it. */
  async #keep(): Promise<void> {
    await wait(gatherMs)
    while (this.#ended.length > 0) {
      const attempts = this.#ended.splice(0, 200)
      try {
        await keepAttempts(this.#ctx, this.#worker, this.#lane.channel.name, attempts)
        for (const { row } of attempts) this.#held.delete(row.id)
      } catch (error) {
        this.#ended.unshift(...attempts)
        this.#ctx.log.error({ err: error }, 'what was sent cannot be written down; it is tried again')
        if (this.#stopping.signal.aborted) break
        await wait(500)
      }
    }
    this.#keeping = undefined
    this.#polling.wake()
  }

  async #renew(): Promise<void> {
    const ids = [...this.#held.keys()].sort()
    if (ids.length === 0) return
    try {
      const renewed = await this.#ctx.db.run(renewLeases, this.#worker, this.#leaseSeconds, ids)
      const kept = new Set<string>(renewed.map(({ id }) => id))
      for (const id of ids) {
        const held = this.#held.get(id)
        if (held && !held.isStarted && !kept.has(id)) this.#held.delete(id)
      }
    } catch (error) {
      this.#ctx.log.warn({ err: error }, 'leases of messages could not be renewed')
    }
  }

  async stop(): Promise<void> {
    this.#stopping.abort()
    for (const next of this.#waiting.splice(0)) next()
    await this.#polling.stop()
    const isOver = wait(graceMs, undefined, { ref: false })
    await Promise.race([Promise.allSettled([...this.#held.values()].map(({ task }) => task)), isOver])
    clearInterval(this.#renewing)
    const untried = [...this.#held.values()].filter(({ isStarted }) => !isStarted).map(({ row }) => row.id)
    if (untried.length > 0) await this.#ctx.db.run(returnLeases, this.#worker, untried).catch(() => {})
    await this.#lane.channel.close()
  }
}
