import { type KeyboardEvent, useState } from 'react'

/** By keyboard a group of buttons is one stop; within it arrow keys, Home and End move. Tabbing through forty times is no way. */
export function useRoving(count: number) {
  const [at, setAt] = useState(0)
  const stop = Math.min(at, count - 1)
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const to = target(event.key, stop, count)
    if (to === undefined) return
    event.preventDefault()
    setAt(to)
    event.currentTarget.querySelectorAll<HTMLElement>('button')[to]?.focus()
  }
  return {
    group: { onKeyDown },
    item: (index: number) => ({ tabIndex: index === stop ? 0 : -1, onFocus: () => setAt(index) }),
  }
}

function target(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(at + 1, count - 1)
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(at - 1, 0)
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  return undefined
}
