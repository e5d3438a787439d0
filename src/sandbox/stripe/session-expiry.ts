import type { SandboxState } from '#sandbox/state.ts'
import type { FoundSession } from './accounts.ts'
import { emitEvent } from './stripe-events.ts'
import type { Session, StripeAccount } from './stripe-model.ts'
import { viewSession } from './views.ts'

/** Keeps open sessions sorted by expiry; most end last, so the walk from the back is short. */
export function watchExpiry(account: StripeAccount, session: Session): void {
  const after = account.expiring.findLastIndex(({ expiresAt }) => expiresAt <= session.expiresAt)
  account.expiring.splice(after + 1, 0, session)
}

/** Expires whatever sandbox time has passed. */
export function expireDue(state: SandboxState, account: StripeAccount): void {
  const now = state.clock.seconds()
  while (account.expiring[0] !== undefined && account.expiring[0].expiresAt <= now) {
    const session = account.expiring.shift()
    if (session?.status === 'open') void expireSession(state, { account, session })
  }
}

/** Ends an open session and tells the shop. */
export function expireSession(state: SandboxState, { account, session }: FoundSession): Promise<void> {
  session.status = 'expired'
  state.news.publish({ kind: 'payment', found: { account, session } })
  const object = viewSession({ state, account, expand: [] }, session)
  return emitEvent(state, { account, type: 'checkout.session.expired', object, lane: session.id })
}
