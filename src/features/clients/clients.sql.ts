import type { ClientId } from '../../lib/ids.ts'
import { bulkStatement, statement } from '../../platform/db/statement.ts'
import type { Client } from './client.ts'
import type { ClientContact } from './load-clients.ts'

const columns = `id, unit_id as "unitId", name, phone, email, locale, time_zone as "timeZone", channels, notes, row_version as "rowVersion"`

export const findClient = statement<Client, [clientId: string]>(
  'clients-by-id',
  `select ${columns} from clients where id = $1`,
)

export const lockClient = statement<Client, [clientId: string]>(
  'clients-lock',
  `select ${columns} from clients where id = $1 for no key update`,
)

export const phoneOfClient = statement<{ phone: string | null }, [unitId: string, clientId: string]>(
  'client-phone',
  `select phone from clients where unit_id = $1 and id = $2`,
)

export const contactsOfClients = bulkStatement<ClientContact, [clientIds: readonly string[]]>(
  'clients-contacts',
  `select id, name, phone, email, telegram_chat_id as "telegramChatId", locale, time_zone as "timeZone", channels
     from clients where id = any($1::uuid[])`,
)

export const findClientByPhone = statement<{ id: ClientId }, [unitId: string, phone: string]>(
  'clients-by-phone',
  `select id from clients where unit_id = $1 and phone = $2`,
)

/** `name` is a LIKE pattern; `digits` is looked for anywhere in the number. */
export const listClientRows = statement<
  Client,
  [unitId: string, name: string | null, digits: string | null, after: string | null, limit: number]
>(
  'clients-list',
  `select ${columns} from clients
    where unit_id = $1 and ($2::text is null or name ilike $2) and ($3::text is null or phone like '%' || $3 || '%')
      and ($4::uuid is null or (name, id) > (select a.name, a.id from clients a where a.id = $4))
    order by name, id limit $5`,
)

/** No row when the phone is taken. */
export const insertClient = statement<
  { id: ClientId },
  [
    id: string,
    unitId: string,
    name: string,
    phone: string | null,
    email: string | null,
    locale: string | null,
    timeZone: string | null,
    notes: string,
    channels: readonly string[] | null,
  ]
>(
  'clients-insert',
  `insert into clients (id, unit_id, name, phone, email, locale, time_zone, notes, channels)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
   on conflict on constraint client_phone_is_taken do nothing returning id`,
)

export const saveClient = statement<
  never,
  [
    id: string,
    name: string,
    phone: string | null,
    email: string | null,
    locale: string | null,
    timeZone: string | null,
    notes: string,
    rowVersion: number,
    channels: readonly string[] | null,
  ]
>(
  'clients-save',
  `update clients set name = $2, phone = $3, email = $4, locale = $5, time_zone = $6, notes = $7, row_version = $8,
          channels = $9, updated_at = clock_at() where id = $1`,
)

/** What a booking knows of its client, and what became of it: `before` is what was empty and is now filled. */
export type Booker = Omit<Client, 'notes' | 'unitId' | 'channels'> & {
  outcome: 'found' | 'filled' | 'created'
  filledFields: ('email' | 'locale' | 'timeZone')[]
}

type BookerValues = [
  unitId: string,
  newId: string,
  name: string,
  phone: string | null,
  email: string | null,
  locale: string | null,
  timeZone: string | null,
  isVouchedFor: boolean,
]

/**
 * Finds the client, fills what is empty, or adds one, in one round trip; a client who is known and complete is not even
 * written to. No row: somebody else added or changed the same client in this moment, and it is to be run again.
 */
const findOrCreateBy = (condition: string) => `
  with found as (
    select *, array_remove(array[
        case when email is null and $5::text is not null and $8::boolean then 'email' end,
        case when locale is null and $6::text is not null then 'locale' end,
        case when time_zone is null and $7::text is not null then 'timeZone' end], null) as gaps
      from clients where unit_id = $1::uuid and ${condition}
  ), filled as (
    update clients c set email = case when 'email' = any(f.gaps) then $5 else c.email end, locale = coalesce(c.locale, $6),
           time_zone = coalesce(c.time_zone, $7), row_version = c.row_version + 1, updated_at = clock_at()
      from found f where c.id = f.id and f.gaps <> '{}' and c.row_version = f.row_version
    returning c.*, f.gaps
  ), created as (
    insert into clients (id, unit_id, name, phone, email, locale, time_zone)
    select $2::uuid, $1::uuid, $3::text, $4::text, case when $8 or $4 is null then $5 end, $6, $7
     where not exists (select from found)
    on conflict on constraint client_phone_is_taken do nothing returning *, '{}'::text[] as gaps
  ), booker as (
    select 'found' as outcome, * from found where gaps = '{}'
    union all select 'filled', * from filled
    union all select 'created', * from created
  )
  select outcome, id, name, phone, email, locale, time_zone as "timeZone", row_version as "rowVersion", gaps as "filledFields"
    from booker`

export const findOrCreateByPhone = statement<Booker, BookerValues>(
  'clients-find-or-create-by-phone',
  findOrCreateBy('phone = $4'),
)

/**
 * Among several who share an address the first known. By `created_at`, though ids sort the same: an order some index has
 * tempts the planner to walk through the whole unit (85 ms at 100 000 clients) instead of looking the address up.
 */
export const findOrCreateByEmail = statement<Booker, BookerValues>(
  'clients-find-or-create-by-email',
  findOrCreateBy('email is not null and lower(email) = lower($5) order by created_at, id limit 1'),
)

/** An address is no key of the table, because families share one; so two who bring the same one take turns. */
export const lockEmail = statement<never, [unitId: string, email: string]>(
  'clients-lock-email',
  `select pg_advisory_xact_lock(hashtextextended('client-email:' || $1 || ':' || lower($2), 0))`,
)
