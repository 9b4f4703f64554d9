/** What an API key can be allowed to do, and how a person who makes one reads it. A new scope is one more line. */
export const scopes = {
  'appointments:read': 'See appointments, holds and free times',
  'appointments:write': 'Hold, book, move and cancel appointments',
  'catalogue:read': 'See units, services, resources and hours',
  'catalogue:write': 'Change units, services, resources and hours',
  'clients:read': 'See clients',
  'clients:write': 'Add and change clients',
  'schedule:write': 'Block time, and reschedule or approve a whole day',
  'users:write': 'See and change staff and API keys',
  'calendars:write': 'See and replace the secret addresses of calendar feeds',
  'notifications:read': 'See the messages people were sent',
  'notifications:write': 'Have messages sent again',
  'audit:read': 'Read the audit log',
} as const

export type Scope = keyof typeof scopes

export const scopeNames = Object.keys(scopes) as [Scope, ...Scope[]]

/** The access of endpoints that only a person has, for themselves; no key can be given it. */
export const ownPassword = 'own-password'
