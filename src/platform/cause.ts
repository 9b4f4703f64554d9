/** Who or what asks. `id` is stable: it names the holder of rate limits and idempotency keys. */
export type ActorKind = 'anonymous' | 'client' | 'user' | 'api-key' | 'system'

/** Why something happens: recorded with every event, logged with every line, carried from request to job to message. */
export type Cause = {
  readonly actor: { readonly kind: ActorKind; readonly id: string; readonly name?: string | undefined }
  /** The way it came in: `web`, `api`, `staff`, `voice`, `system`, … */
  readonly channel: string
  readonly correlationId: string
}
