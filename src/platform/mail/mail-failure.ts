import { oneLine } from '../../lib/one-line.ts'
import { DeliveryFailure, type DeliveryVerdict } from '../delivery-failure.ts'

/** What nodemailer says beside the message. */
type SmtpError = {
  readonly code?: string
  /** The command that failed, or CONN, or API for what was never sent. */
  readonly command?: string
  readonly response?: string
  readonly responseCode?: number
  readonly message: string
}

/** Asks to sign in first, or differently: our setting is at fault, not the message. */
const signInCodes = [530, 534, 535, 538]

/**
 * What nodemailer's error means for the message. `wasUnderway`: the server had asked for the message itself (354), so without an
 * answer nobody knows whether it was taken.
 */
export function mailFailure(thrown: unknown, wasUnderway: boolean): DeliveryFailure {
  if (thrown instanceof DeliveryFailure) return thrown
  const error = (thrown instanceof Error ? thrown : new Error(String(thrown))) as SmtpError
  return new DeliveryFailure(verdictOn(error, wasUnderway), oneLine(error.response ?? error.message, 500), {
    isUncertain: wasUnderway && error.responseCode === undefined,
    cause: thrown,
  })
}

function verdictOn({ code, command, response = '', responseCode }: SmtpError, wasUnderway: boolean): DeliveryVerdict {
  if (responseCode === undefined) {
    if (wasUnderway) return 'delayed'
    // Refused here, by nodemailer: an address no server takes, or a message larger than this one said it takes.
    return (code === 'EENVELOPE' && command === 'API') || code === 'EMESSAGE' ? 'refused' : 'unreachable'
  }
  const isAboutMessage = command === 'RCPT TO' || command === 'DATA' || command === 'MAIL FROM'
  if (!isAboutMessage || responseCode === 421 || signInCodes.includes(responseCode)) return 'unreachable'
  // 503: commands out of order, which a new connection mends.
  if (responseCode < 500 || responseCode === 503) return 'delayed'
  // The sender is the same for all messages: its refusal must not kill them. 552: too large, said to the SIZE beside it.
  if (command === 'MAIL FROM' && responseCode !== 552) return 'unreachable'
  // A server that does not relay for us, or has enough of us for today (RFC 3463, X.4.5): somebody may mend that in time.
  if (/\brelay|^5\d\d[ -]5\.4\.5\b/i.test(response)) return 'delayed'
  return 'refused'
}
