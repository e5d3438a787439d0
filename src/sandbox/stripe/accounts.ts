import { RecentMap } from '#sandbox/ring.ts'
import { nextNumber, type SandboxState } from '#sandbox/state.ts'
import type { WorldStripeAccount } from '#sandbox/world.ts'
import type { Session, StripeAccount } from './stripe-model.ts'

/** The account behind a secret key, made at first use; its endpoint and secret follow the world. */
export function accountOf(state: SandboxState, config: WorldStripeAccount): StripeAccount {
  const known = state.stripe.get(config.secretKey)
  if (known !== undefined) {
    known.config = config
    return known
  }
  const made: StripeAccount = {
    id: config.accountId ?? `acct_${state.random.alphanumeric(16)}`,
    config,
    sessions: new Map(),
    expiring: [],
    intents: new Map(),
    charges: new Map(),
    refunds: new Map(),
    refundsByIntent: new Map(),
    sessionByIntent: new Map(),
    events: new RecentMap(20_000),
    answers: new RecentMap(20_000),
  }
  state.stripe.set(config.secretKey, made)
  return made
}

export function newStripeId(state: SandboxState, prefix: string): string {
  return `${prefix}_${state.random.alphanumeric(18)}${nextNumber(state).toString(36).padStart(6, '0')}`
}

export type FoundSession = { account: StripeAccount; session: Session }

/** A session of any account, by its id alone: what the hosted page has to go by. */
export function findSession(state: SandboxState, id: string): FoundSession | undefined {
  for (const account of state.stripe.values()) {
    const session = account.sessions.get(id)
    if (session !== undefined) return { account, session }
  }
  return undefined
}
