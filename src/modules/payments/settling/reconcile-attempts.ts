import { closeAttempt } from '#modules/payments/checkout/close-attempt.ts'
import type { PaymentDeps } from '#modules/payments/events/stripe-drain.ts'
import { inChunks, type PaymentTools } from '#modules/payments/payment-tools.ts'
import { readTrouble } from '#modules/payments/stripe/failures.ts'
import type { Statement } from '#platform/db.ts'
import type { Chore } from '#platform/work.ts'
import { settleAttempt } from './settle-attempt.ts'
import { isForgotten, settleForgotten } from './settle-forgotten.ts'

type Unheard = { id: string; storeId: string; sessionId: string }

const BATCH = 100

/** Asks Stripe about payments it has not told of: past their end, or not looked at for five minutes. */
export function attemptsChore(deps: PaymentDeps): Chore {
  return {
    name: 'payments.reconcile-attempts',
    everyMs: 60_000,
    async run(work) {
      const tools = { ...work, ...deps }
      const unheard = await tools.database.system<Unheard>(UNHEARD, [tools.environment.now(), BATCH])
      await inChunks(unheard, ({ id, storeId }) => settleQuietly(tools, { storeId, attemptId: id }))
    },
  }
}

/** Ends the sessions of attempts that were replaced or whose order is no longer to be paid. */
export function supersededChore(deps: PaymentDeps): Chore {
  return {
    name: 'payments.close-superseded',
    everyMs: 3_000,
    async run(work) {
      const tools = { ...work, ...deps }
      const leftovers = await tools.database.system<Unheard>(LEFTOVERS, [tools.environment.now(), BATCH])
      await inChunks(leftovers, (leftover) => closeAttempt(tools, leftover))
    },
  }
}

async function settleQuietly(tools: PaymentTools, reference: { storeId: string; attemptId: string }): Promise<void> {
  try {
    await settleAttempt(tools, reference)
  } catch (error) {
    const trouble = readTrouble(error)
    tools.log.warn({ attempt: reference.attemptId, code: trouble.code }, 'Stripe was asked and did not say')
    if (isForgotten(trouble)) await settleForgotten(tools, reference)
  }
}

const UNHEARD: Statement = {
  name: 'attempts_unheard',
  text: `select id, store_id as "storeId", session_id as "sessionId" from payment_attempts
    where state in ('creating', 'open', 'processing') and session_id is not null
      and (checked_at is null or checked_at < $1::timestamptz - interval '5 minutes'
        or (expires_at <= $1 and checked_at < expires_at))
    order by checked_at nulls first limit $2`,
}

// One that Stripe did not answer for is asked again: claiming leaves the time of the try.
const LEFTOVERS: Statement = {
  name: 'attempts_leftover',
  text: `update payment_attempts set checked_at = $1
    where id in (
      select id from payment_attempts
      where state = 'superseded' and closed_at is null and session_id is not null
        and (checked_at is null or checked_at < $1::timestamptz - interval '20 seconds')
      order by checked_at nulls first limit $2 for update skip locked)
    returning id, store_id as "storeId", session_id as "sessionId"`,
}
