import assert from 'node:assert/strict'
import { type ReadEntry, readCalendar } from './read-calendar.ts'
import type { Answer, World } from './world.ts'

export type FeedKind = 'CLIENT' | 'RESOURCE' | 'UNIT'
export type Headers = Record<string, string>

/** What staff with `headers` do with feeds, and what a calendar program does. */
export function feedReader(world: World, headers: () => Headers) {
  const open = (kind: FeedKind, id: string, as = headers()) => world.call('POST', '/api/v1/feeds', { kind, id }, as)
  const rotate = (kind: FeedKind, id: string, as = headers()) =>
    world.call('POST', '/api/v1/feeds/rotate', { kind, id }, as)
  const get = (path: string, more: Headers = {}) => world.call('GET', path, undefined, more)
  const read = async (kind: FeedKind, id: string, as = headers()) => {
    const { status, body } = await get(pathOf(await open(kind, id, as)))
    assert.equal(status, 200)
    return readCalendar(body)
  }
  const entryIn = async (kind: FeedKind, id: string, { uid }: { uid: string }): Promise<ReadEntry | undefined> => {
    const found = (await read(kind, id)).entries.filter((entry) => entry.uid === uid)
    assert.ok(found.length <= 1, `${uid} is there ${found.length} times`)
    return found[0]
  }
  return { open, rotate, get, read, entryIn }
}

/** Where a program finds the feed whose address was answered. */
export function pathOf({ status, body }: Answer): string {
  assert.equal(status, 200, JSON.stringify(body))
  return new URL(body.url).pathname
}
