import type { Address } from '../address.ts'
import { usePage } from '../page-context.ts'
import type { StepName } from '../step-at.ts'
import { GoLink } from './go-link.tsx'

/** Where the visitor is, and the way back to what they have chosen. */
export function StepList({ step, address }: { step: StepName; address: Address }) {
  const { t } = usePage()
  if (step === 'done') return null
  const { step: _, ...time } = address
  const entries: { name: StepName; label: string; back: Address }[] = [
    { name: 'service', label: t.stepService, back: {} },
    { name: 'time', label: t.stepTime, back: time },
    { name: 'details', label: t.stepDetails, back: address },
  ]
  const at = entries.findIndex(({ name }) => name === step)
  return (
    <nav aria-label={t.steps}>
      <ol className="steps">
        {entries.map(({ name, label, back }, index) => (
          <li key={name} className={index < at ? 'step past' : 'step'} aria-current={index === at ? 'step' : undefined}>
            {index < at ? <GoLink to={back}>{label}</GoLink> : <span>{label}</span>}
          </li>
        ))}
      </ol>
    </nav>
  )
}
