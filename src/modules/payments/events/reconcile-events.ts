import { readTrouble } from '#modules/payments/stripe/failures.ts'
import type { Database, Statement } from '#platform/db.ts'
import type { Inbox } from '#platform/inbox.ts'
import type { Chore } from '#platform/work.ts'
import { arrivalOf } from './receive-stripe-event.ts'
import type { PaymentDeps } from './stripe-drain.ts'
import { handledTypes } from './stripe-events.ts'

/** Fetches the events that Stripe could not deliver to us; those that came after all are known by their id. */
export function eventsChore(deps: PaymentDeps & { inbox: Pick<Inbox, 'store'> }): Chore {
  return {
    name: 'payments.undelivered-events',
    everyMs: HOUR_MS,
    async run({ database, log }) {
      for (const storeId of await storesWithStripe(database)) {
        try {
          await fetchUndelivered(deps, storeId)
        } catch (error) {
          log.warn({ storeId, code: readTrouble(error).code }, 'Stripe’s undelivered events could not be read')
        }
      }
    },
  }
}

const HOUR_MS = 3_600_000
const PAGE = 100

async function fetchUndelivered(
  { stripe, inbox }: PaymentDeps & { inbox: Pick<Inbox, 'store'> },
  storeId: string,
): Promise<void> {
  const account = await stripe.of(storeId)
  const undelivered = account.stripe.events.list({ delivery_success: false, types: [...handledTypes], limit: PAGE })
  for await (const event of undelivered) {
    const body = Buffer.from(JSON.stringify(event))
    await inbox.store({ source: 'stripe', body, arrivals: [arrivalOf(storeId, event)] })
  }
}

/** The stores that take cards. */
export async function storesWithStripe(database: Database): Promise<string[]> {
  const rows = await database.system<{ id: string }>(STORES)
  return rows.map(({ id }) => id)
}

const STORES: Statement = {
  name: 'stores_with_stripe',
  text: `select store_id as id from store_secrets where name = 'stripe_secret_key' order by store_id`,
}
