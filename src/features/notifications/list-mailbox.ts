import type { Ctx } from '../../context.ts'
import { toPage } from '../../platform/http/schemas.ts'
import { readPosition } from './list-notifications.ts'
import { countOutboxRows, listOutboxRows, type OutboxQuery } from './outbox.sql.ts'
import { composeOrExplain, type ShownNotification } from './show-notification.ts'

/** What is looked for in the mailbox: messages of every unit. */
export type MailboxQuery = Pick<OutboxQuery, 'address' | 'channel' | 'kind' | 'appointmentId'>

export type MailboxList = {
  readonly items: readonly Pick<ShownNotification, 'row' | 'outgoing'>[]
  readonly nextCursor: string | null
  /** On all pages. */
  readonly count: number
}

const perPage = 50

/** A page of the development mailbox, newest first, each message with its words. @throws Problem `malformed` for the cursor. */
export async function listMailbox(ctx: Ctx, query: MailboxQuery, cursor: string | undefined): Promise<MailboxList> {
  const before = readPosition(cursor)
  const [rows, count] = await Promise.all([
    listOutboxRows(ctx.db, { ...query, before, limit: perPage }),
    countOutboxRows(ctx.db, query),
  ])
  const { items, nextCursor } = toPage(rows, perPage, (row) => [row.seq])
  return { items: items.map((row) => ({ row, outgoing: composeOrExplain(ctx.config, row) })), nextCursor, count }
}
