import { useState } from 'react'
import type { Appointment, Service } from '../api/schema.generated.ts'
import { Attempts } from './attempts.ts'
import * as calls from './calls.ts'
import { usePage } from './page-context.ts'
import { withCountryCode } from './unit.ts'
import type { Booked, ChangeVisit, Contact, Visit } from './visit.ts'

export type HoldWish = { service: Service; start: number; durationMinutes: number; resourceId?: string | undefined }

export type BookingActions = ReturnType<typeof useBooking>

/** What a visitor can do to times and appointments. Each throws what the server refuses; on success the visit knows. */
export function useBooking(visit: Visit, change: ChangeVisit) {
  const { unit, language, zone } = usePage()
  const [attempts] = useState(() => new Attempts())
  return {
    /** Takes a time for this visitor; the one held before is given up for it, or kept when this one cannot be had. */
    async hold({ service, start, durationMinutes, resourceId }: HoldWish): Promise<void> {
      const body = {
        unitId: unit.id,
        serviceId: service.id,
        start: new Date(start).toISOString(),
        durationMinutes: durationMinutes as 30 | 60 | 90,
        ...(resourceId && { resourceIds: [resourceId] }),
        conversation: visit.conversation,
      }
      const held = await attempts.run('hold', body, (attempt) => calls.placeHold(body, attempt))
      change({ held })
    },

    async extend({ hold }: calls.HeldTime): Promise<void> {
      const { reservationToken } = hold
      change({
        held: await attempts.run('extend', reservationToken, (attempt) => calls.extendHold(reservationToken, attempt)),
      })
    },

    /** Gives the held time back without waiting: if that fails, it ends by itself. */
    release(): void {
      if (!visit.held) return
      calls.releaseHold(visit.held.hold.reservationToken).catch(() => {})
      change({ held: null })
    },

    /** `ifStillFree`: after the deadline, takes the same time again if nobody else has it. */
    async confirm({ hold }: calls.HeldTime, contact: Contact, ifStillFree: boolean): Promise<void> {
      const { reservationToken } = hold
      const [name, email, notes] = [contact.name, contact.email, contact.note].map((text) => text.trim())
      const body: calls.Booking = {
        reservationToken,
        ...(ifStillFree && { ifStillFree }),
        client: {
          name: name ?? '',
          phone: withCountryCode(contact.phone, unit.callingCode),
          ...(email && { email }),
          locale: language,
          timeZone: zone,
        },
        ...(notes && { notes }),
      }
      const appointment = await attempts.run('confirm', body, (attempt) => calls.confirmHold(body, attempt))
      change({ booked: { appointment, reservationToken, name: appointment.attendeeName ?? name ?? '' }, held: null })
    },

    /** The appointment as it stands now. */
    async refresh(booked: Booked): Promise<Appointment> {
      const appointment = await calls.showAppointment(booked.appointment.id, booked.reservationToken)
      change({ booked: { ...booked, appointment } })
      return appointment
    },

    async cancel(booked: Booked): Promise<void> {
      const { appointment, reservationToken } = booked
      const body = [appointment.id, appointment.rowVersion]
      const cancelled = await attempts.run('cancel', body, (attempt) =>
        calls.cancelAppointment(appointment, reservationToken, attempt),
      )
      change({ booked: { ...booked, appointment: cancelled } })
    },
  }
}
