import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { publicId } from '#shared/ids.ts'
import type { Crowd } from '#test/faults/load/crowd.ts'
import type { Installation } from '#test/faults/stage/installation.ts'
import { control } from '#test/faults/stage/sandbox-control.ts'
import { hurryChores, letTimePass } from './time.ts'

/** Where the owners' systems call from, and what the shoppers are like. */
export type Desk = Pick<Crowd, 'clientOf' | 'grow'>

const ROUND_MS = 700
const LOSSES_EVERY = 3

/**
 * Makes the seldom things happen often: time passes quickly, answers of Meta are lost, holds run out with a page open
 * at Stripe, and of what was paid by card a little goes back. Resolves, once it is told to stop, when all of it has.
 */
export function stimulate(installation: Installation, desk: Desk): () => Promise<void> {
  let going = true
  desk.grow('fickle')
  const under = (async () => {
    for (let round = 0; going; round += 1) {
      await letTimePass(installation.database)
      await hurryChores(installation.database)
      if (round % LOSSES_EVERY === 0) await loseAnswers(installation)
      await endHold(installation)
      await giveBack(installation, desk)
      await sleep(ROUND_MS)
    }
  })()
  return async () => {
    going = false
    await under
    desk.grow('usual')
  }
}

async function loseAnswers({ sandboxUrl }: Installation): Promise<void> {
  const rules = [
    { api: 'messages', fault: 'accept_then_reset', times: 2 },
    { api: 'webhooks.statuses', fault: 'delay', delayMs: 6_000, times: 4 },
  ]
  for (const rule of rules) await control(`${sandboxUrl}/control/misbehave`, rule).catch(() => null)
}

async function endHold({ database }: Installation): Promise<void> {
  await database.ask(
    `with due as (
        update orders set hold_expires_at = now() where id in (
          select o.id from orders o join payment_attempts a on a.order_id = o.id and a.state = 'open'
          where o.status = 'awaiting_payment' and o.hold_expires_at > now() + interval '5 minutes'
            and a.created_at < now() - interval '2 seconds'
          order by o.id limit 1)
        returning id)
      update holds set expires_at = now() from due where order_id = due.id and state = 'held'`,
  )
}

const A_LITTLE = 100

/** Two refunds of one order at once, so that one round of refunds has more than one to make. */
async function giveBack({ database, world }: Installation, { clientOf }: Desk): Promise<void> {
  const [order] = await database.ask<{ id: string; storeId: string; currency: string }>(
    `select o.id, o.store_id as "storeId", o.currency from orders o
      where o.payment_method = 'card' and o.payment_status in ('paid', 'partially_refunded')
        and o.total > ${10 * A_LITTLE} + (select coalesce(sum(r.amount), 0) from refunds r where r.order_id = o.id)
      order by random() limit 1`,
  )
  const store = world.stores.find(({ storeId }) => storeId === order?.storeId)
  if (order === undefined || store === undefined) return
  const path = `/v1/orders/${publicId('order', order.id)}/refunds` as const
  const body = { amount: { amount: A_LITTLE, currency: order.currency }, note: 'sorry' }
  await Promise.all([1, 2].map(() => clientOf(store).tryOnce(`POST ${path}`, body, randomUUID())))
}
