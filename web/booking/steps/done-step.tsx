import { useState } from 'react'
import type { Appointment } from '../../api/schema.generated.ts'
import type { Texts } from '../languages/texts.ts'
import { usePage } from '../page-context.ts'
import { CancelDialog } from '../parts/cancel-dialog.tsx'
import { ContactLinks } from '../parts/contact-links.tsx'
import { Fact, Facts } from '../parts/facts.tsx'
import { GoLink } from '../parts/go-link.tsx'
import { Notice, TroubleNotice } from '../parts/notice.tsx'
import { StepHeading } from '../parts/step-heading.tsx'
import { codeOf, describeTrouble, type Trouble } from '../trouble.ts'
import type { Offer } from '../unit.ts'
import type { BookingActions } from '../use-booking.ts'
import type { Booked, ChangeVisit, Contact } from '../visit.ts'
import { writeDayAndTime } from '../write-time.ts'

type Props = { booked: Booked; contact: Contact; offer: Offer; change: ChangeVisit; booking: BookingActions }

/** The appointment as it stands: all its facts, and the way to cancel it. */
export function DoneStep({ booked, contact, offer, change, booking }: Props) {
  const { t, locale, zone } = usePage()
  const { appointment, name } = booked
  const [isAsking, setAsking] = useState(false)
  const [isSending, setSending] = useState(false)
  const [trouble, setTrouble] = useState<Trouble>()
  const [isChanged, setChanged] = useState(false)
  const { title, text, isStanding } = standingOf(appointment, t, (instant) => writeDayAndTime(locale, instant, zone))

  const cancel = async () => {
    setTrouble(undefined)
    setChanged(false)
    setSending(true)
    try {
      await booking.cancel(booked)
    } catch (error) {
      const isOld = codeOf(error) === 'stale' || codeOf(error) === 'not-in-state'
      if (isOld)
        await booking.refresh(booked).then(
          () => setChanged(true),
          (again) => setTrouble(describeTrouble(again, t)),
        )
      else if (codeOf(error) === 'rule-rejected' || codeOf(error) === 'locked')
        setTrouble({ text: t.tooLateToCancel, callUs: true })
      else setTrouble(describeTrouble(error, t))
    } finally {
      setSending(false)
      setAsking(false)
    }
  }

  return (
    <>
      {/* Another standing is another heading: it takes the focus and is read out. */}
      <StepHeading key={appointment.status}>
        <Mark isStanding={isStanding} />
        {title}
      </StepHeading>
      {text && <p className="lead">{text}</p>}
      {isChanged && <Notice title={t.changedMeanwhile} kind="info" isAnswer />}
      {trouble && <TroubleNotice trouble={trouble} isAnswer onRetry={() => void cancel()} />}
      <div className="card">
        <Facts of={appointment} service={offer.services.find(({ id }) => id === appointment.serviceId)} offer={offer}>
          <Fact name={t.forWhom}>{name}</Fact>
          <Fact name={t.reference}>
            <span className="reference">{referenceOf(appointment)}</span>
          </Fact>
        </Facts>
      </div>
      <div className="actions">
        <GoLink to={{}} className="button" before={() => change({ contact: { ...contact, note: '' } })}>
          {t.bookAnother}
        </GoLink>
        {isStanding && (
          <button type="button" className="button quiet-button" onClick={() => setAsking(true)}>
            {t.cancel}
          </button>
        )}
      </div>
      {!isStanding && appointment.cancelReason === 'DECLINED' && (
        <p>
          <ContactLinks />
        </p>
      )}
      {isAsking && (
        <CancelDialog
          booked={booked}
          isSending={isSending}
          onKeep={() => setAsking(false)}
          onCancel={() => void cancel()}
        />
      )}
    </>
  )
}

function Mark({ isStanding }: { isStanding: boolean }) {
  return (
    <svg viewBox="0 0 36 36" className={isStanding ? 'mark' : 'mark over'} aria-hidden="true">
      <path d={isStanding ? 'm11 18.5 5 5 9.5-10.5' : 'm12.5 12.5 11 11m0-11-11 11'} />
    </svg>
  )
}

type Standing = { title: string; text: string; isStanding: boolean }

function standingOf(appointment: Appointment, t: Texts, write: (instant: number) => string): Standing {
  const { status, cancelReason, approvalDeadlineAt, start } = appointment
  if (status === 'CANCELLED') {
    const isDeclined = cancelReason === 'DECLINED' || cancelReason === 'APPROVAL_EXPIRED'
    return isDeclined
      ? { title: t.declined, text: t.declinedText, isStanding: false }
      : { title: t.cancelled, text: t.cancelledText, isStanding: false }
  }
  if (status === 'COMPLETED' || status === 'NO_SHOW') return { title: t.over, text: '', isStanding: false }
  if (status === 'PENDING_APPROVAL') {
    const until = write(Date.parse(approvalDeadlineAt ?? start))
    return { title: t.requested, text: t.requestedText(until), isStanding: true }
  }
  return { title: t.booked, text: t.bookedText, isStanding: true }
}

/** The end of the id, which is its random part: short enough to say on the phone. */
function referenceOf({ id }: Appointment): string {
  const end = id.replaceAll('-', '').slice(-8).toUpperCase()
  return `${end.slice(0, 4)}-${end.slice(4)}`
}
