import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { type Address, type Go, useAddress } from './address.ts'
import { loadOffer } from './calls.ts'
import { localeFor, textsIn } from './languages/speak.ts'
import { PageContext, usePage } from './page-context.ts'
import { GoContext } from './parts/go-link.tsx'
import { TroubleNotice } from './parts/notice.tsx'
import { PageFooter, PageHeader } from './parts/page-frame.tsx'
import { ShownBefore } from './parts/step-heading.tsx'
import { StepList } from './parts/step-list.tsx'
import { stepAt } from './step-at.ts'
import { DetailsStep } from './steps/details-step.tsx'
import { DoneStep } from './steps/done-step.tsx'
import { ServiceStep } from './steps/service-step.tsx'
import { TimeStep } from './steps/time-step.tsx'
import { describeTrouble } from './trouble.ts'
import type { BookedUnit, Offer } from './unit.ts'
import { useBooking } from './use-booking.ts'
import { useLanguage } from './use-language.ts'
import { useLoaded } from './use-loaded.ts'
import { useStandCheck } from './use-stand-check.ts'
import { useZone } from './use-zone.ts'
import { useVisit } from './visit.ts'

/** The booking page of one unit. */
export function Page({ unit }: { unit: BookedUnit }) {
  const [language, chooseLanguage] = useLanguage()
  const zone = useZone(unit.timeZone)
  const [said, setSaid] = useState('')
  // The same words once more are only heard when the text differs.
  const announce = useCallback((text: string) => setSaid((before) => (before === text ? `${text}\u00a0` : text)), [])
  const page = {
    unit,
    language,
    chooseLanguage,
    t: textsIn[language],
    locale: localeFor(language, navigator.languages),
    ...zone,
    announce,
  }
  const [address, go] = useAddress()
  const shownBefore = useRef(false)
  return (
    <PageContext value={page}>
      <GoContext value={go}>
        <ShownBefore value={shownBefore}>
          <div className="page">
            <PageHeader />
            <Steps address={address} go={go} />
            <PageFooter />
            <p className="visually-hidden" role="status">
              {said}
            </p>
          </div>
        </ShownBefore>
      </GoContext>
    </PageContext>
  )
}

function Steps({ address, go }: { address: Address; go: Go }) {
  const { unit, t } = usePage()
  const offer = useLoaded<Offer>(unit.id, () => loadOffer(unit.id))
  const [visit, change] = useVisit(unit.id)
  const booking = useBooking(visit, change)
  useStandCheck(visit, change, go)
  const step = useMemo(() => offer.data && stepAt(address, offer.data.services, visit), [address, offer.data, visit])
  const name = step
    ? { service: t.stepService, time: t.stepTime, details: t.stepDetails, done: t.stepDone }[step.name]
    : ''
  useEffect(() => {
    document.title = name ? `${name} – ${unit.name}` : unit.name
  }, [name, unit.name])

  const all = offer.data && { offer: offer.data, address, go, visit, change, booking }
  return (
    <main>
      <StepList step={step?.name ?? 'service'} address={address} />
      {offer.error !== undefined && <TroubleNotice trouble={describeTrouble(offer.error, t)} onRetry={offer.reload} />}
      {offer.isLoading && <Loading />}
      {all && step?.name === 'service' && <ServiceStep {...all} />}
      {all && step?.name === 'time' && <TimeStep key={step.service.id} {...all} service={step.service} />}
      {all && step?.name === 'details' && <DetailsStep {...all} service={step.service} held={step.held} />}
      {all && step?.name === 'done' && <DoneStep {...all} contact={visit.contact} booked={step.booked} />}
    </main>
  )
}

function Loading() {
  return (
    <ul className="choices" aria-hidden="true">
      {['a', 'b', 'c'].map((each) => (
        <li key={each} className="card choice skeleton" />
      ))}
    </ul>
  )
}
