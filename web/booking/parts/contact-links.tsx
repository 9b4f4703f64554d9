import { usePage } from '../page-context.ts'

/** How to reach the unit: what it has of phone and e-mail. */
export function ContactLinks() {
  const { phone, email } = usePage().unit
  return (
    <>
      {phone && <a href={`tel:${phone}`}>{phone}</a>}
      {phone && email && ' · '}
      {email && <a href={`mailto:${email}`}>{email}</a>}
    </>
  )
}
