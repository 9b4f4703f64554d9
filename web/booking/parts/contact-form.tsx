import { useEffect, useRef } from 'react'
import type { FieldErrors } from '../contact-mistakes.ts'
import { usePage } from '../page-context.ts'
import type { Contact } from '../visit.ts'
import { Field } from './field.tsx'

type Props = { contact: Contact; mistakes: FieldErrors; onChange: (contact: Contact) => void }

/** Name, phone, e-mail, note. When something is refused, the focus goes to the first field that needs a look. */
export function ContactForm({ contact, mistakes, onChange }: Props) {
  const { t, unit, announce } = usePage()
  const form = useRef<HTMLDivElement>(null)
  const count = Object.keys(mistakes).length
  const message = t.checkFields(count)
  // biome-ignore lint/correctness/useExhaustiveDependencies: every refusal, also of the same fields, is told
  useEffect(() => {
    if (count === 0) return
    form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus()
    announce(message)
  }, [mistakes])
  const set = (field: keyof Contact) => (event: { target: { value: string } }) =>
    onChange({ ...contact, [field]: event.target.value })
  const example = unit.example ?? '+370 612 34567'
  const phoneHint = unit.callingCode ? t.phoneHintWithCode(example, unit.callingCode) : t.phoneHint(example)
  const errors = {
    name: mistakes.name === 'missing' ? t.nameMissing : mistakes.name && t.textWrong,
    phone: mistakes.phone === 'missing' ? t.phoneMissing : mistakes.phone && t.phoneWrong,
    email: mistakes.email && t.emailWrong,
    note: mistakes.note && t.textWrong,
  }
  return (
    <div ref={form}>
      <Field label={t.name} error={errors.name}>
        {(control) => (
          <input
            {...control}
            type="text"
            autoComplete="name"
            maxLength={200}
            required
            value={contact.name}
            onChange={set('name')}
          />
        )}
      </Field>
      <Field label={t.phone} hint={phoneHint} error={errors.phone}>
        {(control) => (
          <input
            {...control}
            type="tel"
            autoComplete="tel"
            maxLength={40}
            required
            value={contact.phone}
            onChange={set('phone')}
          />
        )}
      </Field>
      <Field label={t.email} isOptional error={errors.email}>
        {(control) => (
          <input
            {...control}
            type="email"
            autoComplete="email"
            maxLength={254}
            value={contact.email}
            onChange={set('email')}
          />
        )}
      </Field>
      <Field label={t.note} isOptional error={errors.note}>
        {(control) => <textarea {...control} rows={3} maxLength={2000} value={contact.note} onChange={set('note')} />}
      </Field>
    </div>
  )
}
