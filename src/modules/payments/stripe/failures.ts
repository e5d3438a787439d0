import type Stripe from 'stripe'
import { Unavailable } from '#shared/errors.ts'
import { isStripeError } from './library.ts'

export type StripeTrouble = {
  /**
   * `refused`: Stripe said no and did nothing. `key`: there is no key, or it is not accepted. `busy`: not done, later perhaps.
   * `unknown`: no answer, or a broken one: it may have been done.
   */
  kind: 'refused' | 'key' | 'busy' | 'unknown'
  code: string
  message: string
}

/**
 * What a failed call to Stripe tells about what happened there; anything that is not Stripe's is thrown on. An amount
 * that cannot be put into Stripe's terms at all (RangeError of the money functions) was refused before the call.
 */
export function readTrouble(error: unknown): StripeTrouble {
  if (error instanceof Unavailable) return { kind: 'key', code: error.code, message: error.message }
  if (error instanceof RangeError) return { kind: 'refused', code: 'not-chargeable', message: error.message }
  if (!isStripeError(error)) throw error
  return { kind: kindOf(error), code: error.code ?? error.type, message: error.message.slice(0, 300) }
}

function kindOf(error: InstanceType<typeof Stripe.errors.StripeError>): StripeTrouble['kind'] {
  const status = error.statusCode ?? 0
  if (status === 401 || status === 403) return 'key'
  if (status === 429) return 'busy'
  // 409 says that another call with the same key is under way: what that one does is not known yet.
  if (status >= 400 && status < 500 && status !== 409) return 'refused'
  return 'unknown'
}
