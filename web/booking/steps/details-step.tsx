import { type FormEvent, useRef, useState } from 'react'
import type { Service } from '../../api/schema.generated.ts'
import type { Address, Go } from '../address.ts'
import type { HeldTime as Held } from '../calls.ts'
import { type FieldErrors, findMistakes, mistakesTold } from '../contact-mistakes.ts'
import { usePage } from '../page-context.ts'
import { Alternatives } from '../parts/alternatives.tsx'
import { ContactForm } from '../parts/contact-form.tsx'
import { HeldPanel } from '../parts/held-panel.tsx'
import { Notice, TroubleNotice } from '../parts/notice.tsx'
import { StepHeading } from '../parts/step-heading.tsx'
import { codeOf, describeTrouble } from '../trouble.ts'
import type { Offer } from '../unit.ts'
import type { BookingActions } from '../use-booking.ts'
import { usePicking } from '../use-picking.ts'
import type { ChangeVisit, Visit } from '../visit.ts'
import { writeDayAndTime } from '../write-time.ts'

type Props = {
  service: Service
  offer: Offer
  held: Held
  address: Address
  go: Go
  visit: Visit
  change: ChangeVisit
  booking: BookingActions
}

/** `running`; `over` by this device's clock; `refused`: the server said so when it was to be confirmed. */
type Deadline = 'running' | 'over' | 'refused'

/** Who comes? The time is held meanwhile; whatever happens to it, what was typed stays. */
export function DetailsStep({ service, offer, held, address, go, visit, change, booking }: Props) {
  const { t, locale, zone, announce } = usePage()
  const [deadline, setDeadline] = useState<Deadline>('running')
  const [mistakes, setMistakes] = useState<FieldErrors>({})
  const [failure, setFailure] = useState<{ error: unknown; retry: () => void }>()
  const [isSending, setSending] = useState(false)
  const panel = useRef<HTMLElement>(null)
  const { start, durationMinutes } = held.hold
  const picking = usePicking(
    (time) => booking.hold({ service, durationMinutes, resourceId: address.with, start: time }),
    {
      onHeld: (time) => {
        setDeadline('running')
        setFailure(undefined)
        announce(t.changedTo(writeDayAndTime(locale, time, zone)))
        panel.current?.focus()
      },
    },
  )

  const attempt = async (act: () => Promise<void>, retry: () => void) => {
    setFailure(undefined)
    setSending(true)
    try {
      await act()
    } catch (error) {
      refused(error, retry)
    } finally {
      setSending(false)
    }
  }
  const refused = (error: unknown, retry: () => void) => {
    const told = mistakesTold(error)
    if (told) setMistakes(told)
    else if (codeOf(error) === 'slot-taken') picking.lose(Date.parse(start), error)
    // After `ifStillFree` was refused as well, the hold was replaced: only a new one can help.
    else if (codeOf(error) === 'hold-expired') setDeadline(deadline === 'refused' ? 'over' : 'refused')
    else if (codeOf(error) === 'not-found') setDeadline('over')
    else setFailure({ error, retry })
  }
  const confirm = (ifStillFree: boolean) => {
    const found = findMistakes(visit.contact)
    setMistakes(found)
    if (Object.keys(found).length > 0) return
    picking.clear()
    void attempt(
      async () => {
        await booking.confirm(held, visit.contact, ifStillFree)
        go({ service: service.slug, step: 'done' }, 'replace')
      },
      () => confirm(ifStillFree),
    )
  }
  const extend = () => {
    void attempt(async () => {
      await booking.extend(held)
      announce(t.extended)
    }, extend)
  }
  const otherTime = () => {
    const { step: _, ...back } = address
    go(back)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isSending) confirm(false)
  }

  return (
    <>
      <StepHeading>{t.yourDetails}</StepHeading>
      <HeldPanel
        ref={panel}
        service={service}
        offer={offer}
        held={held}
        isRunning={deadline === 'running' && !picking.lost}
        onEnd={() => setDeadline((before) => (before === 'running' ? 'over' : before))}
        onExtend={extend}
        onOtherTime={otherTime}
      />
      {picking.lost ? (
        <Alternatives lost={picking.lost} isBusy={picking.pending !== undefined} onPick={picking.pick} />
      ) : (
        deadline !== 'running' && (
          <Notice key={deadline} title={t.holdEnded} isAnswer={deadline === 'refused'}>
            <p>{t.holdEndedText}</p>
            <div className="actions">
              <button
                type="button"
                className="button"
                disabled={isSending || picking.pending !== undefined}
                onClick={() => (deadline === 'refused' ? confirm(true) : picking.pick(Date.parse(start)))}
              >
                {deadline === 'refused' ? t.takeAgainAndBook : t.takeAgain}
              </button>
              <button type="button" className="button quiet-button" onClick={otherTime}>
                {t.otherTime}
              </button>
            </div>
          </Notice>
        )
      )}
      {picking.failed && (
        <TroubleNotice
          trouble={describeTrouble(picking.failed.error, t)}
          isAnswer
          onRetry={() => picking.failed && picking.pick(picking.failed.start)}
        />
      )}
      <form noValidate onSubmit={submit}>
        <ContactForm contact={visit.contact} mistakes={mistakes} onChange={(contact) => change({ contact })} />
        {service.needsApproval && <p className="quiet">{t.approvalAhead}</p>}
        {failure && <TroubleNotice trouble={describeTrouble(failure.error, t)} isAnswer onRetry={failure.retry} />}
        <button type="submit" className="button main-button" aria-disabled={isSending}>
          {service.needsApproval ? t.sendRequest : t.book}
        </button>
      </form>
    </>
  )
}
