import { type Quote, quoteCart } from '#modules/cart/index.ts'
import { claimStock, type HoldRequest, readVariants, recordHolds } from '#modules/catalog/index.ts'
import { loadStores, type Store } from '#modules/stores/index.ts'
import { crashPoint } from '#platform/crash-point.ts'
import type { Statement } from '#platform/db.ts'
import { emit } from '#platform/events.ts'
import { NotFound, Refused } from '#shared/errors.ts'
import { holdUntil } from './order.rules.ts'
import type { OrderFacts, Placed, PlaceOrder, PlaceTools } from './order.types.ts'
import { readOrders, readOrdersOfCarts } from './read-orders.ts'
import { type NewOrder, takeNumbers, writeOrders } from './write-orders.ts'

const tokenBytes = 16

/**
 * Turns carts into orders, by cart: at today's prices, and only when they come to exactly what the shopper said yes to;
 * with the goods held (card) or promised (cash) in the same transaction. A cart makes one order, however often it is
 * placed: the order that exists is the answer then. Throws NotFound('cart'), and Refused('payment-method-unavailable')
 * when the store does not take that method; nothing is written before.
 */
export async function placeOrders(tools: PlaceTools, requests: readonly PlaceOrder[]): Promise<Map<string, Placed>> {
  if (requests.length === 0) return new Map()
  await lockCarts(tools, requests)
  const cartIds = requests.map((request) => request.cartId)
  const earlier = await readOrdersOfCarts(tools.tx, cartIds)
  const fresh = [...new Map(requests.map((request) => [request.cartId, request])).values()].filter(
    (request) => !earlier.has(request.cartId),
  )
  const answers = new Map<string, Placed>()
  for (const [cartId, order] of earlier) answers.set(cartId, { placed: true, order, again: true })
  for (const [cartId, answer] of await placeFresh(tools, fresh)) answers.set(cartId, answer)
  return answers
}

/** The lock makes a cart's second placing wait for the first and then see its order. */
async function lockCarts(tools: PlaceTools, requests: readonly PlaceOrder[]): Promise<void> {
  const carts = await tools.tx.query<{ id: string }>(LOCK_CARTS, [
    requests.map((request) => request.storeId),
    requests.map((request) => request.shopperId),
    requests.map((request) => request.cartId),
  ])
  const locked = new Set(carts.map(({ id }) => id))
  const missing = requests.find((request) => !locked.has(request.cartId))
  if (missing !== undefined) throw new NotFound('cart', missing.cartId)
}

async function placeFresh(tools: PlaceTools, requests: readonly PlaceOrder[]): Promise<Map<string, Placed>> {
  const answers = new Map<string, Placed>()
  if (requests.length === 0) return answers
  const drafts: Draft[] = []
  for (const { request, store, charge, current } of await quoteAnew(tools, requests)) {
    if (charge.digest === request.expectedDigest && charge.lines.length > 0) {
      drafts.push(draftOf(tools, { request, store, charge }))
    } else {
      answers.set(request.cartId, { placed: false, reason: 'quote_changed', quote: current() })
    }
  }
  const { verdicts, claims } = await claimStock(tools, drafts.map(demandOf))
  for (const { id, request } of drafts) {
    const verdict = verdicts.get(id)
    if (verdict?.enough === false) {
      answers.set(request.cartId, { placed: false, reason: 'sold_out', shortfalls: verdict.shortfalls })
    }
  }
  const orders = await record(
    tools,
    drafts.filter((draft) => verdicts.get(draft.id)?.enough),
  )
  await recordHolds(tools, claims)
  for (const order of orders) answers.set(order.cartId, { placed: true, order, again: false })
  return answers
}

type Requoted = { request: PlaceOrder; store: Store; charge: Quote; current: () => Quote }

/**
 * `charge` is what the same goods cost now, were there enough of them: whether there are is for the stock to say, under
 * its lock. `current` is what can be offered instead when the charge is another.
 */
async function quoteAnew(tools: PlaceTools, requests: readonly PlaceOrder[]): Promise<Requoted[]> {
  const stores = await loadStores(tools.tx, [...new Set(requests.map((request) => request.storeId))])
  const variantIds = new Set(requests.flatMap(({ quote }) => quote.lines.map((line) => line.variantId)))
  const all = await readVariants(tools.tx, [...stores.keys()], { variantIds: [...variantIds] })
  const byStore = Map.groupBy(all, (variant) => variant.storeId)
  return requests.map((request) => {
    const store = stores.get(request.storeId)
    if (store === undefined) throw new NotFound('store', request.storeId)
    refuseMethod(store, request)
    const variants = byStore.get(store.id) ?? []
    const enough = variants.map((variant) => ({ ...variant, available: Number.MAX_SAFE_INTEGER }))
    const terms = { lines: request.quote.lines, store, now: tools.now() }
    return {
      request,
      store,
      charge: quoteCart({ ...terms, variants: enough }),
      current: () => quoteCart({ ...terms, variants }),
    }
  })
}

function refuseMethod(store: Store, { paymentMethod }: PlaceOrder): void {
  const taken = paymentMethod === 'card' ? store.cardPayments : store.cashOnDelivery
  if (!taken) {
    throw new Refused('payment-method-unavailable', 'The store does not take this payment method.', { paymentMethod })
  }
}

type Draft = Omit<NewOrder, 'number'>

function draftOf(tools: PlaceTools, { request, store, charge }: Omit<Requoted, 'current'>): Draft {
  const byCard = request.paymentMethod === 'card'
  return {
    id: tools.newId(),
    request,
    charge,
    token: Buffer.from(tools.randomBytes(tokenBytes)).toString('base64url'),
    holdExpiresAt: byCard ? holdUntil(tools.now(), store.sessionMinutes) : null,
  }
}

function demandOf({ id, request, charge, holdExpiresAt }: Draft): HoldRequest {
  const lines = charge.lines.map(({ variantId, quantity }) => ({ variantId, quantity }))
  return { orderId: id, storeId: request.storeId, lines, expiresAt: holdExpiresAt }
}

/** Numbers are taken last of all locks, so that they wait for nobody and leave no gap when an order is refused. */
async function record(tools: PlaceTools, drafts: readonly Draft[]): Promise<OrderFacts[]> {
  if (drafts.length === 0) return []
  const numbers = await takeNumbers(
    tools.tx,
    drafts.map((draft) => draft.request.storeId),
  )
  await writeOrders(
    tools,
    drafts.map((draft, index) => ({ ...draft, number: numbers[index] ?? 0 })),
  )
  await emit(
    tools.tx,
    drafts.map(({ id, request: { storeId, paymentMethod } }) => ({
      storeId,
      subjectId: id,
      type: paymentMethod === 'card' ? 'order.awaiting-payment' : 'order.placed',
      payload: { paymentMethod },
    })),
  )
  const orders = await readOrders(
    tools.tx,
    drafts.map(({ id }) => id),
  )
  crashPoint('orders.reserve_before_commit')
  return [...orders.values()]
}

const LOCK_CARTS: Statement = {
  name: 'carts_lock',
  text: `select c.id
    from (select distinct * from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as u (store_id, shopper_id, id)) w
    join carts c on c.id = w.id and c.store_id = w.store_id and c.shopper_id = w.shopper_id
    order by c.id for no key update of c`,
}
