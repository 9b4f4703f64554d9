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

/** What is asked of the server here; `confirm-again` takes an expired time if it is still free. */
type Deed = 'confirm' | 'confirm-again' | 'extend'

/** Who comes? The time is held meanwhile; whatever happens to it, what was typed stays. */
export function DetailsStep({ service, offer, held, address, go, visit, change, booking }: Props) {
  const { t, locale, zone, announce } = usePage()
  const [deadline, setDeadline] = useState<Deadline>('running')
  const [mistakes, setMistakes] = useState<FieldErrors>({})
  const [failure, setFailure] = useState<{ error: unknown; deed: Deed }>()
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

  const deeds: Record<Deed, () => Promise<void>> = {
    confirm: () => booking.confirm(held, visit.contact, false),
    'confirm-again': () => booking.confirm(held, visit.contact, true),
    extend: () => booking.extend(held),
  }
  const act = async (deed: Deed) => {
    setFailure(undefined)
    picking.clear()
    setSending(true)
    try {
      await deeds[deed]()
      if (deed === 'extend') announce(t.extended)
      else go({ service: service.slug, step: 'done' }, 'replace')
    } catch (error) {
      refused(error, deed)
    } finally {
      setSending(false)
    }
  }
  const refused = (error: unknown, deed: Deed) => {
    const told = mistakesTold(error)
    if (told) setMistakes(told)
    else if (codeOf(error) === 'slot-taken') picking.lose(Date.parse(start), error)
    // When even `ifStillFree` is refused, the hold was replaced by another: only a new one can help.
    else if (codeOf(error) === 'hold-expired') setDeadline(deed === 'confirm' ? 'refused' : 'over')
    else if (codeOf(error) === 'not-found') setDeadline('over')
    else setFailure({ error, deed })
  }
  const confirm = (deed: 'confirm' | 'confirm-again') => {
    const found = findMistakes(visit.contact)
    setMistakes(found)
    if (!isSending && Object.keys(found).length === 0) void act(deed)
  }
  const again = () => (failure?.deed === 'extend' ? void act('extend') : confirm(failure?.deed ?? 'confirm'))
  const otherTime = () => {
    const { step: _, ...back } = address
    go(back)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    confirm('confirm')
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
        onExtend={() => void act('extend')}
        onOtherTime={otherTime}
      />
      {picking.lost ? (
        <Alternatives
          note={t.typedKept}
          lost={picking.lost}
          isBusy={picking.pending !== undefined}
          onPick={picking.pick}
        />
      ) : (
        deadline !== 'running' && (
          <Notice key={deadline} title={t.holdEnded} isAnswer={deadline === 'refused'}>
            <p>
              {t.holdEndedText} {t.typedKept}
            </p>
            <div className="actions">
              <button
                type="button"
                className="button"
                disabled={isSending || picking.pending !== undefined}
                onClick={() => (deadline === 'refused' ? confirm('confirm-again') : picking.pick(Date.parse(start)))}
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
          note={t.typedKept}
          onRetry={() => picking.failed && picking.pick(picking.failed.start)}
        />
      )}
      <form noValidate onSubmit={submit}>
        <ContactForm contact={visit.contact} mistakes={mistakes} onChange={(contact) => change({ contact })} />
        {service.needsApproval && <p className="quiet">{t.approvalAhead}</p>}
        {failure && (
          <TroubleNotice note={t.typedKept} trouble={describeTrouble(failure.error, t)} isAnswer onRetry={again} />
        )}
        <button type="submit" className="button main-button" aria-disabled={isSending}>
          {service.needsApproval ? t.sendRequest : t.book}
        </button>
      </form>
    </>
  )
}
