import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { Problem, tooManyRequests } from '../problem.ts'
import type { RateClass } from './endpoint.ts'

/** Requests a minute, by class of endpoint and by kind of caller. One person reads; a program may do more. */
const perMinute: Record<RateClass, Record<'anonymous' | 'identified', number>> = {
  read: { anonymous: 300, identified: 3000 },
  write: { anonymous: 60, identified: 1200 },
  hold: { anonymous: 30, identified: 1200 },
  'sign-in': { anonymous: 10, identified: 30 },
}

export type RateLimits = ReturnType<typeof openRateLimits>

/**
 * Counts calls per caller, class and minute, in this process: N servers allow N times as much. `factor` scales every
 * allowance. @throws Problem `too-many-requests` with Retry-After.
 */
export function openRateLimits(factor: number) {
  const limiters = new Map<string, RateLimiterMemory>()
  for (const [rate, kinds] of Object.entries(perMinute)) {
    for (const [kind, points] of Object.entries(kinds)) {
      limiters.set(`${rate} ${kind}`, new RateLimiterMemory({ points: Math.ceil(points * factor), duration: 60 }))
    }
  }
  return async (rate: RateClass, caller: { isAnonymous: boolean; id: string }): Promise<Record<string, string>> => {
    const kind = caller.isAnonymous ? 'anonymous' : 'identified'
    const limiter = limiters.get(`${rate} ${kind}`) as RateLimiterMemory
    // The limiter rejects with the same kind of state it resolves with; anything else is a fault.
    const state = await limiter.consume(caller.id).catch((refusal: unknown) => {
      if (refusal instanceof RateLimiterRes) return refusal
      throw refusal
    })
    if (state.consumedPoints <= limiter.points) return rateHeaders(rate, limiter, state)
    const seconds = Math.max(1, Math.ceil(state.msBeforeNext / 1000))
    const detail = `Slow down: at most ${limiter.points} a minute. Try again in ${seconds} s.`
    throw new Problem(tooManyRequests, detail, {}, seconds)
  }
}

function rateHeaders(rate: RateClass, limiter: RateLimiterMemory, state: RateLimiterRes): Record<string, string> {
  const reset = Math.ceil(state.msBeforeNext / 1000)
  return {
    'ratelimit-policy': `"${rate}";q=${limiter.points};w=60`,
    ratelimit: `"${rate}";r=${state.remainingPoints};t=${reset}`,
  }
}
