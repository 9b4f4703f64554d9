import { type ReactNode, useEffect, useRef } from 'react'
import { usePage } from '../page-context.ts'
import type { Trouble } from '../trouble.ts'
import { useSecondsLeft } from '../use-seconds-left.ts'
import { ContactLinks } from './contact-links.tsx'

type Props = { title: string; kind?: 'info' | 'warning'; children?: ReactNode }

/** Something that stands in the way. It takes the focus when it appears, so that nobody misses it. */
export function Notice({ title, kind = 'warning', children }: Props) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.focus(), [])
  return (
    <div ref={box} className={`notice ${kind}`} role="group" aria-label={title} tabIndex={-1}>
      <p className="notice-title" role="alert">
        {title}
      </p>
      {children}
    </div>
  )
}

/** A trouble, with what can be done about it. */
export function TroubleNotice({ trouble, onRetry }: { trouble: Trouble; onRetry?: (() => void) | undefined }) {
  const { t } = usePage()
  return (
    <Notice title={trouble.text}>
      {trouble.callUs && (
        <p>
          {t.reachUs} <ContactLinks />
        </p>
      )}
      {trouble.retry && onRetry && <RetryButton afterSeconds={trouble.retry.afterSeconds} onRetry={onRetry} />}
    </Notice>
  )
}

function RetryButton({ afterSeconds, onRetry }: { afterSeconds: number; onRetry: () => void }) {
  const { t } = usePage()
  const from = useRef(Date.now())
  const left = useSecondsLeft(from.current + afterSeconds * 1000)
  return (
    <button type="button" className="button" disabled={left > 0} onClick={onRetry}>
      {left > 0 ? `${t.tryAgain} (${left})` : t.tryAgain}
    </button>
  )
}
