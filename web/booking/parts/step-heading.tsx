import { createContext, type ReactNode, use, useEffect, useRef } from 'react'

/** False until the visitor has gone a step: a page that has just been loaded leaves the focus where the browser puts it. */
export const HasMoved = createContext(false)

/** The heading of a step. It takes the focus, so that keyboard and screen reader go on where the step begins. */
export function StepHeading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const hasMoved = use(HasMoved)
  useEffect(() => {
    if (!hasMoved) return
    heading.current?.focus({ preventScroll: true })
    scrollTo({ top: 0 })
  }, [hasMoved])
  return (
    <h2 ref={heading} tabIndex={-1} className="step-heading">
      {children}
    </h2>
  )
}
