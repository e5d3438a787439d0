import type Stripe from 'stripe'
import { stripeLibrary } from './library.ts'

export type SignedBody = { body: Uint8Array; signature: string | undefined; secret: string; now: Date }

/** Stripe's own limit for age; it looks at age only, so a time ahead of ours is for us to refuse. */
const TOLERANCE_SECONDS = 300

/** The event, if these exact bytes were signed with the store's secret within five minutes of now; else null. */
export async function verifyEvent({ body, signature, secret, now }: SignedBody): Promise<Stripe.Event | null> {
  if (signature === undefined || isAhead(signature, now)) return null
  const { webhooks } = await stripeLibrary()
  try {
    const bytes = Buffer.from(body)
    const at = now.getTime()
    const event = webhooks.constructEvent(bytes, signature, secret, TOLERANCE_SECONDS, undefined, at)
    return isEvent(event) ? event : null
  } catch (error) {
    // Anything else is a body that was signed and is no event: as unusable as a forged one.
    if (error instanceof Error) return null
    throw error
  }
}

/** The library checks the signature and believes the rest. */
function isEvent(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('id' in value && 'type' in value && 'data' in value))
    return false
  const { id, type, data } = value
  const named = isWord(id) && isWord(type)
  return named && typeof data === 'object' && data !== null && 'object' in data && isTime(Reflect.get(value, 'created'))
}

function isWord(value: unknown): boolean {
  return typeof value === 'string' && /^[\w.-]{1,255}$/.test(value)
}

/** Seconds since 1970, before the year 5000. */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value < 95_000_000_000
}

function isAhead(signature: string, now: Date): boolean {
  const signedAt = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1])
  return !(signedAt <= now.getTime() / 1000 + TOLERANCE_SECONDS)
}
