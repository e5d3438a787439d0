import type Stripe from 'stripe'

type Library = typeof Stripe

let loaded: Library | undefined

/** Stripe's library, read from disk when it is first needed: it is large, and not every process talks to Stripe. */
export async function stripeLibrary(): Promise<Library> {
  loaded ??= (await import('stripe')).default
  return loaded
}

/** An error that the library threw. */
export function isStripeError(error: unknown): error is InstanceType<Library['errors']['StripeError']> {
  return loaded !== undefined && error instanceof loaded.errors.StripeError
}
