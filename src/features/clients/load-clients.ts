import type { ClientId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { contactsOfClients } from './clients.sql.ts'

/** How a client is told of what concerns them. */
export type ClientContact = {
  readonly id: ClientId
  readonly name: string
  readonly phone: string | null
  readonly email: string | null
  readonly telegramChatId: string | null
  readonly locale: 'lt' | 'en' | 'pt' | null
  readonly timeZone: string | null
  /** In their order of preference; null leaves it to us. */
  readonly channels: readonly string[] | null
}

/** Names and addresses of clients as they are now; for messages, not for showing to anybody. */
export async function loadClients(
  db: Queryable,
  clientIds: readonly ClientId[],
): Promise<ReadonlyMap<ClientId, ClientContact>> {
  return new Map((await db.run(contactsOfClients, clientIds)).map((client) => [client.id, client]))
}
