import { writeCarts } from '#modules/cart/index.ts'
import {
  cancelOrder,
  lockOrders,
  type PlaceOrder,
  placeOrders,
  reopenCart,
  switchToCash,
} from '#modules/orders/index.ts'
import type { StoreContext } from '#platform/context.ts'
import { Refusal } from '#shared/errors.ts'
import type { Heard, StepTools } from './step.types.ts'
import type { Act, CartDraft, Reply, Turn, Verdict } from './turn.types.ts'

type Doing = { heard: Heard; act: Act; next: (verdict: Verdict) => Reply }

/** Follows every reply to its end: the deeds of all conversations are done together, then each goes on. */
export async function finish(tools: StepTools, replies: ReadonlyMap<Heard, Reply>): Promise<Map<Heard, Turn>> {
  const turns = new Map<Heard, Turn>()
  let open = new Map(replies)
  while (open.size > 0) {
    const doing: Doing[] = []
    for (const [heard, reply] of open) {
      if ('act' in reply) doing.push({ heard, ...reply })
      else turns.set(heard, reply)
    }
    const verdicts = await doAll(tools, doing)
    open = new Map(doing.map((each) => [each.heard, each.next(verdictFor(verdicts, each))]))
  }
  return turns
}

function verdictFor(verdicts: ReadonlyMap<Doing, Verdict>, doing: Doing): Verdict {
  const verdict = verdicts.get(doing)
  if (verdict === undefined) throw new Error(`a deed was left without a verdict: ${doing.act.do}`)
  return verdict
}

/** Deeds on orders first and by order id, then new orders: the order in which everybody locks. */
async function doAll(tools: StepTools, doing: readonly Doing[]): Promise<Map<Doing, Verdict>> {
  const verdicts = new Map<Doing, Verdict>()
  const onOrders = doing.filter(({ act }) => act.do !== 'place')
  await lockOrdersOf(tools, onOrders)
  for (const each of onOrders.toSorted((one, other) => (orderIdOf(one) < orderIdOf(other) ? -1 : 1))) {
    verdicts.set(each, await changeOrder(tools, each))
  }
  for (const [each, verdict] of await placeAll(tools, doing)) verdicts.set(each, verdict)
  return verdicts
}

/** All at once: a deed locks goods, and whoever has goods locked must not wait for another order. */
async function lockOrdersOf({ tx }: StepTools, doing: readonly Doing[]): Promise<void> {
  if (doing.length < 2) return
  await lockOrders(
    tx,
    doing.map((each) => ({ storeId: each.heard.store.id, orderId: orderIdOf(each) })),
  )
}

function orderIdOf({ act }: Doing): string {
  return act.do === 'place' ? '' : act.orderId
}

async function changeOrder(tools: StepTools, { heard, act }: Doing): Promise<Verdict> {
  const ctx = contextOf(tools, heard)
  try {
    return await changeIn(ctx, act)
  } catch (error) {
    // These verbs refuse before they write, so the transaction is as it was.
    if (error instanceof Refusal) return { of: 'refused', code: error.code }
    throw error
  }
}

async function changeIn(ctx: StoreContext, act: Act): Promise<Verdict> {
  switch (act.do) {
    case 'cancel':
      return { of: 'order', order: await cancelOrder(ctx, { orderId: act.orderId, reason: 'shopper' }) }
    case 'switch_to_cash':
      return { of: 'order', order: await switchToCash(ctx, act.orderId) }
    case 'reopen':
      return { of: 'cart', cart: await reopenCart(ctx, act.orderId) }
    case 'place':
      throw new Error('orders are placed together')
  }
}

type Placing = { doing: Doing; cart: CartDraft | null; request: PlaceOrder }

async function placeAll(tools: StepTools, all: readonly Doing[]): Promise<Map<Doing, Verdict>> {
  const placing = all.flatMap((doing): Placing[] => (doing.act.do === 'place' ? [{ doing, ...doing.act }] : []))
  if (placing.length === 0) return new Map()
  const { tx, environment } = tools
  await writeCarts(
    tx,
    placing.flatMap(({ cart, request: { storeId, shopperId } }) =>
      cart === null ? [] : [{ ...cart, storeId, shopperId }],
    ),
  )
  const placed = await placeOrders(
    { tx, ...environment, actor: { kind: 'system', id: 'conversation' } },
    placing.map(({ request }) => request),
  )
  return new Map(
    placing.map(({ doing, request }): [Doing, Verdict] => {
      const verdict = placed.get(request.cartId)
      if (verdict === undefined) throw new Error(`cart ${request.cartId} was neither placed nor refused`)
      return [doing, { of: 'place', placed: verdict }]
    }),
  )
}

function contextOf({ tx, environment, now }: StepTools, { store, shopper }: Heard): StoreContext {
  const { newId } = environment
  return { tx, newId, now: () => now, storeId: store.id, actor: { kind: 'shopper', id: shopper.id } }
}
