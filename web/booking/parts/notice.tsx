import { type ReactNode, useEffect, useRef } from 'react'
import { usePage } from '../page-context.ts'
import type { Trouble } from '../trouble.ts'
import { useSecondsLeft } from '../use-seconds-left.ts'
import { ContactLinks } from './contact-links.tsx'

type Props = {
  title: string
  kind?: 'info' | 'warning'
  /** The answer to something the visitor has just done: it takes the focus. Otherwise it leaves them where they are. */
  isAnswer?: boolean
  children?: ReactNode
}

/** Something that stands in the way, and what to do about it. */
export function Notice({ title, kind = 'warning', isAnswer = false, children }: Props) {
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    if (isAnswer) box.current?.focus()
  }, [isAnswer])
  return (
    <section ref={box} className={`notice ${kind}`} aria-label={title} tabIndex={-1}>
      <p className="notice-title">{title}</p>
      {children}
    </section>
  )
}

type TroubleProps = { trouble: Trouble; isAnswer?: boolean; note?: string; onRetry?: (() => void) | undefined }

/** A trouble, with what can be done about it. */
export function TroubleNotice({ trouble, isAnswer = false, note, onRetry }: TroubleProps) {
  const { t, announce } = usePage()
  useEffect(() => {
    if (!isAnswer) announce(trouble.text)
  }, [isAnswer, trouble.text, announce])
  return (
    <Notice title={trouble.text} isAnswer={isAnswer}>
      {note && <p>{note}</p>}
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
