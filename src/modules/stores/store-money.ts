import { Invalid } from '#shared/errors.ts'
import type { Money } from '#shared/money.ts'
import type { Store } from './store.ts'

/** The amount in the store's minor units; throws Invalid('currency-mismatch') for money of another currency. */
export function amountIn(store: Pick<Store, 'currency'>, { amount, currency }: Money): number {
  if (currency === store.currency) return amount
  throw new Invalid(
    'currency-mismatch',
    `The store sells in ${store.currency}.`,
    { currency: store.currency },
    `Give the amount in ${store.currency}.`,
  )
}
