import type { NewEvent } from '../audit/record-event.ts'
import type { OptOut } from './opt-outs.sql.ts'

/** An address is not written to any more, or is again. The log keeps of it only what one recognises it by. */
export function optOutChanged(
  type: 'opt-out.added' | 'opt-out.removed',
  { id, unitId, channel, address, source }: OptOut,
): NewEvent {
  return {
    type,
    unitId,
    subject: { type: 'opt-out', id, version: type === 'opt-out.added' ? 1 : 2 },
    before: null,
    after: null,
    data: {
      channel,
      source,
      address: channel === 'EMAIL' ? `…${address.slice(address.lastIndexOf('@'))}` : `…${address.slice(-2)}`,
    },
  }
}
