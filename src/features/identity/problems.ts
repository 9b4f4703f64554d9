import { problemKind } from '../../platform/problem.ts'

export const wrongCredentials = problemKind('wrong-credentials', 401, 'The e-mail address or the password is wrong', {
  meaning: 'No active user has this e-mail address with this password. Which of the two is wrong is not told.',
  advice:
    'Try again; after the fifth wrong password in a row each is followed by a longer pause. An ADMIN can reset the password.',
})
export const passwordChangeRequired = problemKind('password-change-required', 403, 'Choose your own password first', {
  meaning: 'You signed in with a one-time password, which opens nothing but the change of it.',
  advice: 'Choose a password of your own, then go on.',
})
export const crossSiteRequest = problemKind('cross-site-request', 403, 'The request came from another site', {
  meaning: 'The request came with a session cookie, but not from a page of this installation. Nothing was done.',
  advice: 'Programs send an API key instead of a cookie. Behind a proxy, PUBLIC_URL must be the address people use.',
})
export const emailTaken = problemKind('email-taken', 409, 'Somebody else has this e-mail address', {
  meaning: 'Another user has this e-mail address.',
  advice: 'Change that user, or use another address.',
})
export const lastAdmin = problemKind('last-admin', 409, 'Somebody must remain ADMIN of the installation', {
  meaning: 'After this change nobody could administer the installation any more.',
  advice: 'Make somebody else ADMIN first.',
})
