import { wrongFields } from './trouble.ts'
import type { Contact } from './visit.ts'

/** What is wrong with which field: nothing was typed, or not what it takes. */
export type FieldErrors = { [field in keyof Contact]?: 'missing' | 'wrong' }

const fieldOf: Record<string, keyof Contact> = {
  'client.name': 'name',
  'client.phone': 'phone',
  'client.email': 'email',
  notes: 'note',
}

/** What can be seen without asking the server; whether a phone number is one, the server knows better. */
export function findMistakes({ name, phone, email }: Contact): FieldErrors {
  return {
    ...(name.trim() === '' && { name: 'missing' as const }),
    ...(phone.trim() === '' && { phone: 'missing' as const }),
    ...(email.trim() !== '' && !/^\S+@\S+\.\S+$/.test(email.trim()) && { email: 'wrong' as const }),
  }
}

/** The fields the server refused; undefined when it was not about them. */
export function mistakesTold(error: unknown): FieldErrors | undefined {
  const fields = wrongFields(error).flatMap((path) => fieldOf[path] ?? [])
  return fields.length > 0 ? Object.fromEntries(fields.map((field) => [field, 'wrong'])) : undefined
}
