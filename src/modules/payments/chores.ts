import type { Inbox } from '#platform/inbox.ts'
import type { Chore } from '#platform/work.ts'
import { expiryChore } from './expire-orders.ts'
import { attemptsChore, supersededChore } from './reconcile-attempts.ts'
import { eventsChore } from './reconcile-events.ts'
import { ledgerChore } from './reconcile-ledger.ts'
import { refundChore } from './refund-worker.ts'
import type { PaymentDeps } from './stripe-drain.ts'

/** Everything payments do by the clock. */
export function paymentChores(deps: PaymentDeps & { inbox: Pick<Inbox, 'store'> }): Chore[] {
  return [
    expiryChore(deps),
    supersededChore(deps),
    attemptsChore(deps),
    refundChore(deps),
    eventsChore(deps),
    ledgerChore(deps),
  ]
}
