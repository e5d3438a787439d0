import type { Logger } from 'pino'
import { type Environment, inStore, type StoreContext } from '#platform/context.ts'
import type { Database } from '#platform/db.ts'
import type { StripeAccounts } from './stripe/client.ts'

/** What works across the network and several transactions, as payments must: calls to Stripe stand between them. */
export type PaymentTools = {
  readonly database: Database
  readonly environment: Environment
  readonly stripe: StripeAccounts
  /** Where shoppers reach us, without a slash at the end; every link is made from it and never from a request. */
  readonly publicUrl: string
  readonly log: Pick<Logger, 'info' | 'warn' | 'error'>
}

/** One transaction in one store, done by the payment side of the shop itself. */
export function asPayments<T>(
  tools: Pick<PaymentTools, 'database' | 'environment'>,
  storeId: string,
  work: (ctx: StoreContext) => Promise<T>,
): Promise<T> {
  return inStore(tools.database, tools.environment, { storeId, actor: { kind: 'system', id: 'payments' }, work })
}

/** Works through a list a few at a time: most of it is waiting for Stripe. */
export async function inChunks<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < items.length; start += CHUNK) {
    await Promise.all(items.slice(start, start + CHUNK).map(work))
  }
}

const CHUNK = 5
