import { useEffect, useEffectEvent } from 'react'
import type { Go } from './address.ts'
import { showAppointment } from './calls.ts'
import type { ChangeVisit, Visit } from './visit.ts'

/**
 * Asks once, after a load, how what was remembered stands now: a booking whose answer was lost on the way is found, and
 * what staff changed since is shown. When nobody answers, what was remembered stays.
 */
export function useStandCheck({ held, booked }: Visit, change: ChangeVisit, go: Go): void {
  const check = useEffectEvent(async () => {
    if (held) {
      const { appointmentId, reservationToken } = held.hold
      const appointment = await showAppointment(appointmentId, reservationToken)
      if (appointment.status === 'CANCELLED') change({ held: { ...held, endsAt: 0 } })
      else if (appointment.status !== 'HELD') {
        const name = appointment.attendeeName ?? ''
        change({ held: null, booked: { appointment, reservationToken, name } })
        go({ step: 'done' }, 'replace')
        return
      }
    }
    if (booked) {
      const appointment = await showAppointment(booked.appointment.id, booked.reservationToken)
      change({ booked: { ...booked, appointment } })
    }
  })
  useEffect(() => {
    check().catch(() => {})
  }, [])
}
