import Stripe from 'stripe'

export type SignedBody = { body: Uint8Array; signature: string | undefined; secret: string; now: Date }

/** Stripe's own limit for age; it looks at age only, so a time ahead of ours is for us to refuse. */
const TOLERANCE_SECONDS = 300

/** The event, if these exact bytes were signed with the store's secret within five minutes of now; else null. */
export function verifyEvent({ body, signature, secret, now }: SignedBody): Stripe.Event | null {
  if (signature === undefined || isAhead(signature, now)) return null
  try {
    return Stripe.webhooks.constructEvent(
      Buffer.from(body),
      signature,
      secret,
      TOLERANCE_SECONDS,
      undefined,
      now.getTime(),
    )
  } catch (error) {
    // Anything else is a body that was signed and is no event: as unusable as a forged one.
    if (error instanceof Error) return null
    throw error
  }
}

function isAhead(signature: string, now: Date): boolean {
  const signedAt = Number(/(?:^|,)t=(\d{1,12})(?:,|$)/.exec(signature)?.[1])
  return !(signedAt <= now.getTime() / 1000 + TOLERANCE_SECONDS)
}
