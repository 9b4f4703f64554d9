import type { Composable } from '../compose-outgoing.ts'
import type { Audience } from '../message.ts'
import type { ShownNotification } from '../show-notification.ts'

/** A message to look at: one of the outbox, or a template with sample data. */
export type ShownMessage = {
  /** Where it is shown; its HTML, source and calendar entry have addresses below it. */
  readonly path: string
  readonly kind: string
  readonly audience: Audience
  readonly row: Composable
  readonly outgoing: ShownNotification['outgoing']
  /** What became of it; null for a sample. */
  readonly sent: Pick<ShownNotification, 'row' | 'attempts'> | null
}

/** A mail as a server is given it, or why there is none; null for what is no mail. */
export type Source = { readonly text: string } | { readonly error: string } | null
