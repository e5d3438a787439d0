import type { Inbox } from '#platform/inbox.ts'
import type { Chore } from '#platform/work.ts'
import { expiryChore } from './checkout/expire-orders.ts'
import { eventsChore } from './events/reconcile-events.ts'
import type { PaymentDeps } from './events/stripe-drain.ts'
import { ledgerChore } from './ledger/reconcile-ledger.ts'
import { refundChore } from './refunds/refund-worker.ts'
import { lostSessionChore } from './settling/find-lost-sessions.ts'
import { attemptsChore, supersededChore } from './settling/reconcile-attempts.ts'

/** Everything payments do by the clock. */
export function paymentChores(deps: PaymentDeps & { inbox: Pick<Inbox, 'store'> }): Chore[] {
  return [
    expiryChore(deps),
    supersededChore(deps),
    lostSessionChore(deps),
    attemptsChore(deps),
    refundChore(deps),
    eventsChore(deps),
    ledgerChore(deps),
  ]
}
