import { useEffect, useState } from 'react'
import type { Service } from '../../api/schema.generated.ts'
import type { Address, Go } from '../address.ts'
import { dayIn, noonOf } from '../local-day.ts'
import { usePage } from '../page-context.ts'
import { Alternatives, type Lost } from '../parts/alternatives.tsx'
import { ChoiceGroup } from '../parts/choice-group.tsx'
import { DayPicker } from '../parts/day-picker.tsx'
import { GoLink } from '../parts/go-link.tsx'
import { HeldTime } from '../parts/held-time.tsx'
import { NoTimes } from '../parts/no-times.tsx'
import { TroubleNotice } from '../parts/notice.tsx'
import { StepHeading } from '../parts/step-heading.tsx'
import { TimeList } from '../parts/time-list.tsx'
import { ZoneNote } from '../parts/zone-note.tsx'
import { alternativesIn, codeOf, describeTrouble } from '../trouble.ts'
import { choicesOf, type Offer } from '../unit.ts'
import type { BookingActions } from '../use-booking.ts'
import { useFreeTimes } from '../use-free-times.ts'
import type { ChangeVisit, Visit } from '../visit.ts'
import { writeDay, writeDayAndTime, writeTime } from '../write-time.ts'

type Props = {
  service: Service
  offer: Offer
  address: Address
  go: Go
  visit: Visit
  change: ChangeVisit
  booking: BookingActions
}

/** How long, with whom, on which day, at what time. Picking a time holds it. */
export function TimeStep({ service, offer, address, go, visit, change, booking }: Props) {
  const { t, locale, zone, unit, announce } = usePage()
  const minutes = service.durations.find((each) => each === address.minutes) ?? service.durations[0] ?? 0
  const choices = choicesOf(service, offer)
  const resourceId = choices.find(({ id }) => id === address.with)?.id
  const held = visit.held && visit.held.endsAt > Date.now() && visit.held.hold.serviceId === service.id ? visit.held : null
  const free = useFreeTimes(
    {
      unitId: unit.id,
      serviceId: service.id,
      durationMinutes: minutes,
      resourceId,
      reservationToken: held?.hold.reservationToken,
    },
    service.horizonDays,
    address.day,
  )
  const picking = usePicking(props => booking.hold({ service, durationMinutes: minutes, resourceId, start: props }), free.reload, () =>
    go({ ...address, step: 'details' }),
  )
  const own = held && held.hold.durationMinutes === minutes && isWith(held.hold.resources, resourceId) ? Date.parse(held.hold.start) : undefined
  const pick = (start: number) => (start === own ? go({ ...address, step: 'details' }) : picking.pick(start))
  const alter = (to: Partial<Address>) => {
    picking.clear()
    go({ ...address, ...to }, 'replace')
  }
  return null
}
