/** Somebody's name, any text, and address; the address may be international on both sides of the @. */
export type Mailbox = { readonly name: string; readonly address: string }

/** A mail to exactly one recipient, before it is bytes. */
export type Mail = {
  /** Also the envelope's sender, so what cannot be delivered comes back to it. */
  readonly from: Mailbox
  readonly to: Mailbox
  readonly replyTo: Mailbox | null
  readonly subject: string
  /** Both say the same; neither is empty. */
  readonly text: string
  readonly html: string
  /** With its angle brackets. The same for every attempt: it is how a repetition is known. */
  readonly messageId: string
  /** Epoch ms; the same for every attempt. */
  readonly date: number
  /** `Message-ID` of the first mail of the thread. */
  readonly inReplyTo: string | null
  /** An iCalendar object with CRLF line ends and the METHOD in it. */
  readonly calendar: { readonly method: string; readonly content: string } | null
  /** Further headers, such as `X-Entity-Ref-ID`; not those that follow from the fields above. */
  readonly headers: Readonly<Record<string, string>>
}
