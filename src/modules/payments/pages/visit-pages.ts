import { type OrderFacts, readOrderByToken } from '#modules/orders/index.ts'
import { type Attempt, readAttempts } from '#modules/payments/checkout/attempts.ts'
import { endedState } from '#modules/payments/checkout/pay-link.rules.ts'
import { asPayments, type PaymentTools } from '#modules/payments/payment-tools.ts'
import { settleAttempt } from '#modules/payments/settling/settle-attempt.ts'
import { readTrouble } from '#modules/payments/stripe/failures.ts'
import { loadStore, type Store } from '#modules/stores/index.ts'
import type { PageState } from './state-texts.ts'

export type Visit = { order: OrderFacts; store: Store; state: PageState }

/** The order behind a link with its shop, as it stands; null for a link of nobody. */
export async function visitOrder(tools: PaymentTools, token: string): Promise<Omit<Visit, 'state'> | null> {
  const order = await readOrderByToken(tools.database, token)
  if (order === null) return null
  return { order, store: await asPayments(tools, order.storeId, loadStore) }
}

export type Return = {
  token: string
  /** From the address Stripe sent the shopper back to: a hint which session to look at, never a proof. */
  sessionId: string | null
  /** How often the page has refreshed itself already. */
  round: number
}

/** Where a shopper lands after paying: asks Stripe itself, and says so plainly while Stripe has not said. */
export async function visitDone(tools: PaymentTools, { token, sessionId, round }: Return): Promise<Visit | null> {
  const order = await readOrderByToken(tools.database, token)
  if (order === null) return null
  const known = await attemptsOf(tools, order)
  const named = known.find((attempt) => attempt.sessionId === sessionId && sessionId !== null)
  await ask(tools, named ?? known.find(isOpen))
  return judgeVisit(tools, { token, order, round })
}

/** Where a shopper lands who left Stripe's page without paying. */
export async function visitBack(tools: PaymentTools, token: string): Promise<Visit | null> {
  const order = await readOrderByToken(tools.database, token)
  if (order === null) return null
  const visit = await judgeVisit(tools, { token, order, round: 0 })
  return visit && { ...visit, state: visit.state === 'checking' ? 'unpaid' : visit.state }
}

type Judging = { token: string; order: OrderFacts; round: number }

/**
 * The attempts before the order: a payment that settles in between shows in the order. The other way round the page
 * would say of a paid order that nothing was charged.
 */
async function judgeVisit(tools: PaymentTools, { token, order, round }: Judging): Promise<Visit | null> {
  const attempts = await attemptsOf(tools, order)
  const visit = await visitOrder(tools, token)
  return visit && { ...visit, state: stateAfter(visit.order, { attempts, round }) }
}

function attemptsOf(tools: PaymentTools, order: OrderFacts): Promise<Attempt[]> {
  return asPayments(tools, order.storeId, (ctx) => readAttempts(ctx, order.id))
}

/** A page that refreshes every few seconds must not become a burden at Stripe. */
const ASK_AGAIN_MS = 2_000

async function ask(tools: PaymentTools, attempt: Attempt | undefined): Promise<void> {
  if (attempt === undefined || attempt.state === 'paid') return
  if (askedLately(attempt, tools.environment.now())) return
  try {
    await settleAttempt(tools, { storeId: attempt.storeId, attemptId: attempt.id })
  } catch (error) {
    tools.log.warn({ attempt: attempt.id, code: readTrouble(error).code }, 'Stripe did not say how a payment ended')
  }
}

/** What Stripe said when it opened the session is no answer yet: whoever pays at once is asked for at once. */
function askedLately({ checkedAt, createdAt }: Attempt, now: Date): boolean {
  if (checkedAt === null) return false
  const [asked, opened] = [checkedAt.getTime(), createdAt.getTime()]
  return now.getTime() - asked < ASK_AGAIN_MS && asked - opened >= ASK_AGAIN_MS
}

const PATIENT_ROUNDS = 10

function stateAfter(
  order: OrderFacts,
  { attempts, round }: { attempts: readonly Attempt[]; round: number },
): PageState {
  if (order.status !== 'awaiting_payment') return endedState(order)
  const open = attempts.find(isOpen)
  if (open === undefined) return 'unpaid'
  if (open.state === 'processing') return 'processing'
  return round < PATIENT_ROUNDS ? 'checking' : 'slow'
}

function isOpen({ state }: Attempt): boolean {
  return state === 'creating' || state === 'open' || state === 'processing'
}
