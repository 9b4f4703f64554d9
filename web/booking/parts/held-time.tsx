import { type ReactNode, useEffect, useEffectEvent } from 'react'
import { usePage } from '../page-context.ts'
import { useSecondsLeft } from '../use-seconds-left.ts'
import { writeCountdown } from '../write-time.ts'

type Props = { endsAt: number; onEnd: () => void; children?: ReactNode }

/** How long a time is still held. Told to those who listen when a minute is left and when it is over; not every second. */
export function HeldTime({ endsAt, onEnd, children }: Props) {
  const { t, announce } = usePage()
  const left = useSecondsLeft(endsAt)
  const isNearlyOver = left <= 60
  const warn = useEffectEvent(() => {
    if (left > 0) announce(t.minuteLeft)
  })
  const end = useEffectEvent(() => {
    announce(t.holdEnded)
    onEnd()
  })
  useEffect(() => {
    if (isNearlyOver) warn()
  }, [isNearlyOver])
  useEffect(() => {
    if (left === 0) end()
  }, [left])
  return (
    <div className={isNearlyOver ? 'held nearly-over' : 'held'}>
      <p className="held-clock" role="timer">
        <svg viewBox="0 0 20 20" aria-hidden="true" className="icon">
          <circle cx="10" cy="10" r="7.5" />
          <path d="M10 5.8V10l2.8 1.8" />
        </svg>
        {t.heldFor(writeCountdown(left))}
      </p>
      {children}
    </div>
  )
}
