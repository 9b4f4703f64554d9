import type { NewEvent } from '../audit/record-event.ts'
import { type FeedSubject, kindOf } from './feed.ts'

type FeedEventType = 'feed.opened' | 'feed.rotated'

/** A feed got an address, its first or another one. The log says so and never which: it is read by more than the feed. */
export function feedEvent(type: FeedEventType, linkId: string, feed: FeedSubject, generation: number): NewEvent {
  return {
    type,
    unitId: feed.unitId,
    subject: { type: 'feed', id: linkId, version: generation },
    before: generation === 1 ? null : { generation: generation - 1 },
    after: { generation },
    data: { kind: kindOf(feed), subjectId: feed.subjectId },
  }
}
