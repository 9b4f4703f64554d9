import { createContext, type MouseEvent, type ReactNode, use } from 'react'
import { type Address, type Go, hrefOf } from '../address.ts'

export const GoContext = createContext<Go>(() => {})

type Props = { to: Address; className?: string; children: ReactNode; before?: () => void }

/** A link to another place on this page: also opens in a new tab, and can be copied. `before` runs when it is followed here. */
export function GoLink({ to, className, children, before }: Props) {
  const go = use(GoContext)
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    before?.()
    go(to)
  }
  return (
    <a className={className} href={hrefOf(to)} onClick={follow}>
      {children}
    </a>
  )
}
