import type { Ctx } from '../../context.ts'
import { buildCalendar } from '../../lib/ical/build-calendar.ts'
import { findLinkedAppointment, type LinkedAppointment } from './find-linked-appointment.ts'
import { writeEntry } from './write-entry.ts'

export type CalendarFile = { readonly name: string; readonly content: Buffer }

/**
 * An appointment as a file for any calendar program (D11). It has no METHOD: with REQUEST, Outlook asks somebody who may not
 * be invited for an answer, and PUBLISH must name an organizer. Nor a name of its own: Outlook then opens a second calendar
 * beside one's own. @throws Problem `not-found`.
 */
export async function showCalendarFile(ctx: Ctx, token: string): Promise<CalendarFile> {
  const linked = await findLinkedAppointment(ctx, token)
  const { appointment, unit, client } = linked
  const entry = writeEntry(appointment, {
    ...linked,
    audience: 'CLIENT',
    language: client.locale ?? unit.locale,
    link: pageUrl(ctx.config.SITE_URL, token),
  })
  return { name: fileName(linked), content: Buffer.from(buildCalendar({ method: null, events: [entry] })) }
}

/** Where whoever has the link of an appointment sees it. */
export function pageUrl(siteUrl: string, token: string): string {
  return `${siteUrl}/reschedule?r=${token}`
}

/** `old-town-dental-2027-03-01.ics`, by the date there. */
function fileName({ appointment, unit }: LinkedAppointment): string {
  const start = Temporal.Instant.fromEpochMilliseconds(appointment.startsAt).toZonedDateTimeISO(unit.timeZone)
  return `${unit.slug}-${start.toPlainDate()}.ics`
}
