import { createContext, type ReactNode, use, useEffect, useRef } from 'react'

/** Whether a step has been shown yet: a page that has just been loaded leaves the focus where the browser puts it. */
export const ShownBefore = createContext({ current: false })

/** The heading of a step. It takes the focus, so that keyboard and screen reader go on where the step begins. */
export function StepHeading({ children }: { children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shownBefore = use(ShownBefore)
  useEffect(() => {
    if (shownBefore.current) {
      heading.current?.focus({ preventScroll: true })
      scrollTo({ top: 0 })
    }
    shownBefore.current = true
  }, [shownBefore])
  return (
    <h2 ref={heading} tabIndex={-1} className="step-heading">
      {children}
    </h2>
  )
}
