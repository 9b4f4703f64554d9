import { problemKind } from '../../platform/problem.ts'

export const wrongCredentials = problemKind('wrong-credentials', 401, 'The e-mail address or the password is wrong')
export const passwordChangeRequired = problemKind('password-change-required', 403, 'Choose your own password first')
export const crossSiteRequest = problemKind('cross-site-request', 403, 'The request came from another site')
export const emailTaken = problemKind('email-taken', 409, 'Somebody else has this e-mail address')
export const lastAdmin = problemKind('last-admin', 409, 'Somebody must remain ADMIN of the installation')
