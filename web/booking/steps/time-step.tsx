import { useEffect } from 'react'
import type { Service } from '../../api/schema.generated.ts'
import type { Address, Go } from '../address.ts'
import type { HeldTime as Held } from '../calls.ts'
import { dayIn, noonOf } from '../local-day.ts'
import { usePage } from '../page-context.ts'
import { Alternatives } from '../parts/alternatives.tsx'
import { ChoiceGroup } from '../parts/choice-group.tsx'
import { DayPicker } from '../parts/day-picker.tsx'
import { GoLink } from '../parts/go-link.tsx'
import { HeldTime } from '../parts/held-time.tsx'
import { NoTimes } from '../parts/no-times.tsx'
import { TroubleNotice } from '../parts/notice.tsx'
import { StepHeading } from '../parts/step-heading.tsx'
import { TimeList } from '../parts/time-list.tsx'
import { ZoneNote } from '../parts/zone-note.tsx'
import { describeTrouble } from '../trouble.ts'
import { choicesOf, type Offer } from '../unit.ts'
import type { BookingActions } from '../use-booking.ts'
import { type FreeTimes, useFreeTimes } from '../use-free-times.ts'
import { usePicking } from '../use-picking.ts'
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
  const durationMinutes = service.durations.find((each) => each === address.minutes) ?? service.durations[0] ?? 0
  const choices = choicesOf(service, offer)
  const resourceId = choices.find(({ id }) => id === address.with)?.id
  const held = liveHold(visit.held, service)
  const reservationToken = held?.hold.reservationToken
  const free = useFreeTimes(
    { unitId: unit.id, serviceId: service.id, durationMinutes, resourceId, reservationToken },
    service.horizonDays,
    address.day,
  )
  const { byDay, chosen } = free
  const goOn = () => go({ ...address, step: 'details' })
  const picking = usePicking((start) => booking.hold({ service, durationMinutes, resourceId, start }), {
    onHeld: goOn,
    onRefused: free.reload,
  })
  const own = held && fits(held, durationMinutes, resourceId) ? Date.parse(held.hold.start) : undefined
  const pick = (start: number) => (start === own ? goOn() : picking.pick(start))
  const choose = (to: { [name in keyof Address]: Address[name] | undefined }) => {
    picking.clear()
    go({ ...address, ...to } as Address, 'replace')
  }

  useFirstFreeDay(free, address, go, zone)
  const times = chosen === undefined ? undefined : byDay?.get(chosen)
  const holdMinutes = Math.floor(service.holdSeconds / 60)
  const found = times && t.countOfTimes(times.length, writeDay(locale, chosen ?? ''))
  useEffect(() => {
    if (found) announce(found)
  }, [found, announce])

  return (
    <>
      <StepHeading>{t.chooseTime}</StepHeading>
      <p className="chosen">
        <strong>{service.name}</strong> <GoLink to={{}}>{t.changeService}</GoLink>
      </p>
      {held && <HeldBanner held={held} onEnd={() => change({ held: null })} onContinue={goOn} />}
      <div className="choosers">
        {service.durations.length > 1 && (
          <ChoiceGroup
            legend={t.length}
            choices={service.durations.map((each) => ({ value: String(each), label: t.minutes(each) }))}
            value={String(durationMinutes)}
            onChange={(minutes) => choose({ minutes: Number(minutes) })}
          />
        )}
        {choices.length > 1 && (
          <ChoiceGroup
            legend={choices[0]?.kind === 'PERSON' ? t.with : t.where}
            choices={[
              { value: '', label: choices[0]?.kind === 'PERSON' ? t.anyone : t.anywhere },
              ...choices.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={resourceId ?? ''}
            onChange={(id) => choose({ with: id || undefined })}
          />
        )}
      </div>
      <ZoneNote at={noonOf(chosen ?? free.days[0] ?? free.today)} />
      <DayPicker {...free} onChoose={(day) => choose({ day })} />
      {free.error !== undefined && <TroubleNotice trouble={describeTrouble(free.error, t)} onRetry={free.reload} />}
      {picking.lost && (
        <Alternatives lost={picking.lost} isBusy={picking.pending !== undefined} onPick={picking.pick} />
      )}
      <PickTrouble picking={picking} />
      {free.error === undefined && byDay === undefined && <LoadingTimes />}
      {byDay && chosen === undefined && (
        <NoTimes
          next={free.next}
          onChoose={(day) => choose({ day })}
          onAnyone={resourceId ? () => choose({ with: undefined }) : undefined}
        />
      )}
      {chosen !== undefined && times && (
        <>
          <h3 className="day-heading">{writeDay(locale, chosen)}</h3>
          {holdMinutes > 0 && <p className="quiet">{t.holdHint(holdMinutes)}</p>}
          <TimeList
            day={chosen}
            times={times}
            isShared={service.capacity > 1}
            pending={picking.pending}
            own={own}
            onPick={({ start }) => pick(start)}
          />
        </>
      )}
      <p className="visually-hidden" role="status">
        {picking.pending !== undefined && t.holdingFor(writeTime(locale, picking.pending, zone))}
      </p>
    </>
  )
}

/** Of this service, and with time left. */
function liveHold(held: Held | null, service: Service): Held | null {
  return held && held.hold.serviceId === service.id && held.endsAt > Date.now() ? held : null
}

function fits({ hold }: Held, durationMinutes: number, resourceId: string | undefined): boolean {
  if (hold.durationMinutes !== durationMinutes) return false
  return resourceId === undefined || hold.resources.some((place) => place.resourceId === resourceId)
}

/** Who has asked for no day yet is brought to the first that has a free time. */
function useFirstFreeDay({ chosen, next }: FreeTimes, address: Address, go: Go, zone: string): void {
  const first = chosen === undefined && address.day === undefined ? next.data : undefined
  useEffect(() => {
    if (first) go({ ...address, day: dayIn(zone, first.start) }, 'replace')
  }, [first, address, go, zone])
}

function HeldBanner({ held, onEnd, onContinue }: { held: Held; onEnd: () => void; onContinue: () => void }) {
  const { t, locale, zone } = usePage()
  return (
    <HeldTime endsAt={held.endsAt} onEnd={onEnd}>
      <p className="held-what">
        <strong>{writeDayAndTime(locale, Date.parse(held.hold.start), zone)}</strong>
        <button type="button" className="button quiet-button" onClick={onContinue}>
          {t.continueWithHold}
        </button>
      </p>
    </HeldTime>
  )
}

/** The time asked for could not be held, for another reason than being taken. */
function PickTrouble({ picking: { failed, pick } }: { picking: ReturnType<typeof usePicking> }) {
  const { t } = usePage()
  if (!failed) return null
  return <TroubleNotice trouble={describeTrouble(failed.error, t)} isAnswer onRetry={() => pick(failed.start)} />
}

function LoadingTimes() {
  const { t } = usePage()
  return (
    <div className="times">
      <p className="visually-hidden" role="status">
        {t.loadingTimes}
      </p>
      <div className="times-grid" aria-hidden="true">
        {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((each) => (
          <span key={each} className="time skeleton" />
        ))}
      </div>
    </div>
  )
}
