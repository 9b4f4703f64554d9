import { type ReactNode, useId } from 'react'
import { usePage } from '../page-context.ts'

type Control = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }
type Props = {
  label: string
  isOptional?: boolean
  hint?: string | undefined
  error?: string | undefined
  children: (control: Control) => ReactNode
}

/** A labelled control with its hint and, once it was refused, what is wrong with it. */
export function Field({ label, isOptional, hint, error, children }: Props) {
  const { t } = usePage()
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div className={error ? 'field wrong' : 'field'}>
      <label htmlFor={id}>
        {label} {isOptional && <span className="quiet">({t.optional})</span>}
      </label>
      {children({ id, ...(described && { 'aria-describedby': described }), ...(error && { 'aria-invalid': true }) })}
      {error && (
        <p className="field-error" id={`${id}-error`}>
          {error}
        </p>
      )}
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}
