import { createHash } from 'node:crypto'
import type { Ctx } from '../../context.ts'
import type { AppointmentId } from '../../lib/ids.ts'
import type { Queryable } from '../../platform/db/database.ts'
import { type CalendarAppointment, loadCalendar, loadCalendarState } from '../booking/load-calendar.ts'
import { loadClients } from '../clients/load-clients.ts'
import { loadContacts } from '../units/load-contacts.ts'
import { linkToken } from './address-token.ts'
import { feedDays, feedPurposes, kindOf, mostEntries } from './feed.ts'
import { findLink } from './find-link.ts'
import { findLinksOf } from './links.sql.ts'
import { pageUrl } from './show-calendar-file.ts'
import { writeFeed } from './write-feed.ts'

/** `content` is undefined when the reader has it already. */
export type ShownFeed = { readonly etag: string; readonly content: Buffer | undefined }

/**
 * A feed by its secret (D11). The tag is known before anything is built, from what the feed would be built of, read first:
 * so an answer may be newer than its tag, which costs one more answer, and never older. What leads to an appointment's page
 * is not in it: that comes with the next change, or the next day. @throws Problem `not-found`.
 */
export async function showFeed(ctx: Ctx, token: string, ifNoneMatch: string | undefined): Promise<ShownFeed> {
  const link = await findLink(ctx.db, token, feedPurposes)
  const span = { of: kindOf(link), unitId: link.unitId, subjectId: link.subjectId, ...feedDays }
  const [state, catalogue, { units }] = await Promise.all([
    loadCalendarState(ctx.db, span),
    ctx.catalogues.of(link.unitId),
    loadContacts(ctx.db, [link.unitId], []),
  ])
  const unit = units.get(link.unitId)
  if (!unit) throw new Error(`The feed ${link.purpose} ${link.subjectId} has no unit`)
  const etag = tagOf(link.subjectId, state, catalogue.version, unit.rowVersion)
  if (isKnown(ifNoneMatch, etag)) return { etag, content: undefined }

  const appointments = await loadCalendar(ctx.db, span, mostEntries)
  const clientIds = appointments.flatMap(({ appointment }) => appointment.clientId ?? [])
  const [clients, links] = await Promise.all([
    loadClients(ctx.db, [...new Set(clientIds)]),
    link.purpose === 'CLIENT_FEED' ? linksTo(ctx.db, ctx.config, appointments) : new Map<AppointmentId, string>(),
  ])
  const text = writeFeed({ feed: link, unit, catalogue, appointments, clients, links })
  return { etag, content: Buffer.from(text) }
}

/** Only of those that were given a link: an address that leads nowhere is worse than none. */
async function linksTo(
  db: Queryable,
  { AUTH_SECRET, SITE_URL }: Ctx['config'],
  appointments: readonly CalendarAppointment[],
): Promise<ReadonlyMap<AppointmentId, string>> {
  const ids = appointments.map(({ appointment }) => appointment.id)
  const links = await db.run(findLinksOf, 'APPOINTMENT', ids)
  return new Map(
    links.map(({ subjectId, generation }) => [
      subjectId as AppointmentId,
      pageUrl(SITE_URL, linkToken(AUTH_SECRET, 'APPOINTMENT', subjectId, generation)),
    ]),
  )
}

/** Weak: it vouches for what is said, not for every byte. */
function tagOf(...parts: readonly (string | number)[]): string {
  return `W/"${createHash('sha256').update(parts.join(' ')).digest('base64url').slice(0, 27)}"`
}

/** RFC 9110, 13.1.2: a list, in which weak and strong are one. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const bare = (tag: string) => tag.trim().replace(/^W\//, '')
  return (ifNoneMatch ?? '').split(',').some((tag) => tag.trim() === '*' || bare(tag) === bare(etag))
}
