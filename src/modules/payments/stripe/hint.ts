import type Stripe from 'stripe'
import { cleanInbound } from '#shared/text.ts'

/**
 * What is kept of an event: enough to know what to look at again at Stripe. Names, addresses and cards of shoppers are
 * in the event too, and are none of our business. What no database can hold is left out, as from any body.
 */
export type StripeHint = {
  id: string
  type: string
  objectId: string
  /** Our own references only; other integrations' metadata is theirs. */
  metadata: Record<string, string>
  intentId: string | null
}

export function hintOf(event: Stripe.Event): StripeHint {
  const object: unknown = event.data.object
  return {
    id: cleanInbound(event.id),
    type: cleanInbound(event.type),
    objectId: textAt(object, 'id') ?? '',
    metadata: ourMetadata(valueAt(object, 'metadata')),
    intentId: intentIn(valueAt(object, 'payment_intent')),
  }
}

function intentIn(value: unknown): string | null {
  return typeof value === 'string' ? cleanInbound(value) : textAt(value, 'id')
}

function ourMetadata(metadata: unknown): Record<string, string> {
  if (typeof metadata !== 'object' || metadata === null) return {}
  const ours = Object.entries(metadata).filter(([key, value]) => /^dukkan_[a-z]+$/.test(key) && isPlain(value))
  return Object.fromEntries(ours)
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' && /^[\w-]{1,100}$/.test(value)
}

function textAt(object: unknown, key: string): string | null {
  const value = valueAt(object, key)
  return typeof value === 'string' ? cleanInbound(value) : null
}

function valueAt(object: unknown, key: string): unknown {
  return typeof object === 'object' && object !== null ? Reflect.get(object, key) : undefined
}
