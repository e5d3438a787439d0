import type { SandboxState } from '#sandbox/state.ts'
import type { FoundSession } from '#sandbox/stripe/accounts.ts'
import { expireDue } from '#sandbox/stripe/session-expiry.ts'

/** A checkout as the pay sheet needs it. */
export function viewSession({ url }: SandboxState, { session }: FoundSession) {
  const { id, status, paymentStatus, amountTotal, currency, expiresAt, clientReferenceId, paymentIntent } = session
  return {
    sessionId: id,
    status,
    paymentStatus,
    url: `${url}/pay/${id}`,
    amountTotal,
    currency,
    expiresAt: new Date(expiresAt * 1000).toISOString(),
    clientReferenceId: clientReferenceId ?? null,
    paymentIntent: paymentIntent ?? null,
  }
}

const shown = 100

/** `GET /control/sessions`: the newest checkouts of all accounts, newest first. */
export function listSessions(state: SandboxState): unknown {
  const found = [...state.stripe.values()].flatMap((account) => {
    expireDue(state, account)
    return [...account.sessions.values()].slice(-shown).map((session) => ({ account, session }))
  })
  const newest = found.toReversed().toSorted((a, b) => b.session.created - a.session.created)
  return { sessions: newest.slice(0, shown).map((each) => viewSession(state, each)) }
}
