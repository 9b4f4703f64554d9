import { useCallback, useEffect, useState } from 'react'
import { isDay } from './local-day.ts'

/** Where on the page the visitor is, as the address bar says it: `?service=patikra&day=2026-11-24`. */
export type Address = {
  /** Slug of a service. */
  service?: string
  minutes?: number
  /** Id of the resource wanted. */
  with?: string
  day?: string
  step?: 'details' | 'done'
}

export type Go = (to: Address, how?: 'replace') => void

/** The address, and how to go elsewhere. A step further is an entry of the history; a choice within a step replaces. */
export function useAddress(): [Address, Go] {
  const [address, setAddress] = useState(() => readAddress(location.search))
  useEffect(() => {
    const follow = () => setAddress(readAddress(location.search))
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [])
  const go = useCallback<Go>((to, how) => {
    const url = hrefOf(to)
    if (how === 'replace') history.replaceState(null, '', url)
    else history.pushState(null, '', url)
    setAddress(to)
  }, [])
  return [address, go]
}

/** Where a link to another place on this page leads. A language asked for in the address stays in it. */
export function hrefOf(to: Address): string {
  const lang = new URLSearchParams(location.search).get('lang')
  return location.pathname + writeAddress({ ...to, ...(lang && { lang }) })
}

export function readAddress(search: string): Address {
  const query = new URLSearchParams(search)
  const [service, minutes, wanted, day, step] = ['service', 'minutes', 'with', 'day', 'step'].map((name) =>
    query.get(name),
  )
  return {
    ...(service && { service }),
    ...(minutes && /^\d{1,3}$/.test(minutes) && { minutes: Number(minutes) }),
    ...(wanted && { with: wanted }),
    ...(day && isDay(day) && { day }),
    ...((step === 'details' || step === 'done') && { step }),
  }
}

export function writeAddress(address: Address & { lang?: string }): string {
  const entries = Object.entries(address).filter(([, value]) => value !== undefined)
  const query = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString()
  return query ? `?${query}` : ''
}
