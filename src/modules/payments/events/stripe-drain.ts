import { asPayments, type PaymentTools } from '#modules/payments/payment-tools.ts'
import type { StripeHint } from '#modules/payments/stripe/hint.ts'
import { raiseProblem } from '#modules/stores/index.ts'
import type { Statement } from '#platform/db.ts'
import { LEASE_SECONDS, Leases } from '#platform/leases.ts'
import type { Drain, WorkTools } from '#platform/work.ts'
import { type EventOutcome, handleStripeEvent } from './stripe-events.ts'

export type PaymentDeps = Pick<PaymentTools, 'stripe' | 'publicUrl'>

type Arrived = { id: number; storeId: string; body: StripeHint; attempts: number }

const BATCH = 10
/** With the waits between them, about ten hours: longer than Stripe's own troubles last. */
const MAX_ATTEMPTS = 25
/** An attempt of ours that we never wrote does not turn up later than this. */
const MAX_UNKNOWN = 10

/**
 * Acts on Stripe's events. Each is leased for as long as its worker lives, handled with calls to Stripe outside any transaction, and marked: an event
 * is a hint to look, so handling one twice is harmless.
 */
export function stripeDrain(deps: PaymentDeps): Drain {
  return {
    name: 'stripe',
    waiting: async ({ database }) => (await database.system<{ shard: number }>(WAITING)).map((row) => row.shard),
    async run(shard, work) {
      const tools = { ...work, ...deps }
      const leases = eventLeases(work)
      const arrived = await tools.database.system<Arrived>(CLAIM, [shard, BATCH, LEASE_SECONDS])
      await Promise.all(arrived.map((row) => leases.during(row, () => handleArrived(tools, row))))
      return arrived.length > 0
    },
  }
}

function eventLeases({ database, log }: WorkTools): Leases<Arrived> {
  return new Leases({
    renew: (held) =>
      database.system(RENEW, [held.map(({ id }) => id), held.map(({ attempts }) => attempts), LEASE_SECONDS]),
    onError: (error) => log.warn({ error: String(error) }, 'the leases of Stripe’s events could not be renewed'),
  })
}

async function handleArrived(tools: PaymentTools, row: Arrived): Promise<void> {
  try {
    await mark(tools, row, await handleStripeEvent(tools, { storeId: row.storeId, hint: row.body }))
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    tools.log.warn({ event: row.body.id, type: row.body.type, error: message }, 'a Stripe event was not handled yet')
    if (row.attempts < MAX_ATTEMPTS) return postpone(tools, row, message)
    await mark(tools, row, 'dead')
    await tellOwner(tools, row)
  }
}

async function mark(tools: PaymentTools, row: Arrived, outcome: EventOutcome | 'dead'): Promise<void> {
  if (outcome !== 'unknown') return finish(tools, row.id, outcome)
  if (row.attempts < MAX_UNKNOWN) return postpone(tools, row, 'it speaks of a payment that is not here yet')
  return finish(tools, row.id, 'parked:unknown-payment')
}

async function finish(tools: PaymentTools, id: number, outcome: string): Promise<void> {
  await tools.database.system(FINISH, [id, outcome])
}

async function postpone(tools: PaymentTools, row: Arrived, reason: string): Promise<void> {
  await tools.database.system(POSTPONE, [row.id, reason.slice(0, 500)])
}

function tellOwner(tools: PaymentTools, row: Arrived): Promise<void> {
  return asPayments(tools, row.storeId, (ctx) =>
    raiseProblem(ctx.tx, row.storeId, {
      id: ctx.newId(),
      code: 'stripe-event-dead',
      subject: row.body.id,
      details: { type: row.body.type },
      fix: 'An event from Stripe could not be handled; look at it in your Stripe dashboard and compare with the order.',
      now: ctx.now(),
    }),
  )
}

const WAITING: Statement = {
  name: 'stripe_waiting',
  text: `select distinct shard from inbox
    where kind = 'stripe' and outcome is null and coalesce(retry_at, '-infinity') <= clock_timestamp()`,
}

const CLAIM: Statement = {
  name: 'stripe_claim',
  text: `update inbox set attempts = attempts + 1, retry_at = clock_timestamp() + make_interval(secs => $3)
    where id in (
      select id from inbox
      where kind = 'stripe' and shard = $1 and outcome is null
        and coalesce(retry_at, '-infinity') <= clock_timestamp()
      order by id limit $2 for update skip locked)
    returning id, store_id as "storeId", body, attempts`,
}

const RENEW: Statement = {
  name: 'stripe_renew',
  text: `update inbox i set retry_at = clock_timestamp() + make_interval(secs => $3)
    from unnest($1::bigint[], $2::smallint[]) as held (id, attempts)
    where i.id = held.id and i.attempts = held.attempts and i.outcome is null and i.retry_at > clock_timestamp()`,
}

const FINISH: Statement = {
  name: 'stripe_finish',
  text: `update inbox set outcome = $2, outcome_at = clock_timestamp() where id = $1 and outcome is null`,
}

const POSTPONE: Statement = {
  name: 'stripe_postpone',
  text: `update inbox set last_error = $2,
      retry_at = clock_timestamp() + make_interval(secs => least(power(2, attempts), 1800))
    where id = $1 and outcome is null`,
}
