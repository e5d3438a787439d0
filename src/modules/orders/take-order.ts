import { type CartLine, type Quote, quoteCart, writeOrderedCart } from '#modules/cart/index.ts'
import { readVariants } from '#modules/catalog/index.ts'
import { courierPhoneOf, findShopper, type ListedShopper, languageOf } from '#modules/shoppers/index.ts'
import { audit, loadStore, type Store } from '#modules/stores/index.ts'
import type { Environment, StoreContext } from '#platform/context.ts'
import { readByKey } from '#platform/db.ts'
import { Conflict, NotFound, Refused } from '#shared/errors.ts'
import { publicId } from '#shared/ids.ts'
import type { Language } from '#shared/language.ts'
import type { OrderAddress, OrderFacts, Placed } from './order.types.ts'
import { placeOrders } from './place-orders.ts'

export type TakeContext = StoreContext & Pick<Environment, 'randomBytes'>

export type TakeOrder = {
  shopperId: string
  /** Each variant once, with its whole quantity. */
  lines: readonly Pick<CartLine, 'variantId' | 'quantity'>[]
  paymentMethod: 'cash_on_delivery'
  address: OrderAddress
  deliveryPhone?: string | undefined
  note?: string | undefined
  language?: Language | undefined
  /** What the shopper was told it costs. */
  expectedTotal?: { amount: number; currency: string } | undefined
}

/**
 * An order the owner takes for a shopper outside the chat, at today's prices; its goods are promised at once. Throws
 * NotFound('shopper'), Refused('order-lines-repeated' | 'order-lines-unavailable' | 'sold-out' |
 * 'payment-method-unavailable') and Conflict('total-changed'), and nothing is kept.
 */
export async function takeOrder(ctx: TakeContext, input: TakeOrder): Promise<OrderFacts> {
  refuseRepeated(input)
  // Planning them anew had cost more than the statements themselves.
  await readByKey(ctx.tx)
  const shopper = await findShopper(ctx, input.shopperId)
  if (shopper === undefined) throw new NotFound('shopper', publicId('shopper', input.shopperId))
  const store = await loadStore(ctx)
  const quote = await quoteOf(ctx, store, input)
  refuseOtherTotal(quote, input)
  const order = await place(ctx, { input, quote, shopper, store })
  await audit(ctx, {
    action: 'order.take',
    subjectKind: 'order',
    subjectId: publicId('order', order.id),
    after: { number: order.number, status: order.status, total: order.total, currency: order.currency },
  })
  return order
}

/** A line sent twice by mistake and one that is meant twice look the same, so the owner says which. */
function refuseRepeated({ lines }: TakeOrder): void {
  const repeated = lines.find(({ variantId }, at) => lines.findIndex((line) => line.variantId === variantId) < at)
  if (repeated === undefined) return
  throw new Refused(
    'order-lines-repeated',
    'The order names a variant twice.',
    { variantId: publicId('variant', repeated.variantId) },
    'Name each variant once, with its whole quantity.',
  )
}

/** Whether there are enough is judged when the goods are claimed, under their lock. */
async function quoteOf(ctx: StoreContext, store: Store, { lines }: TakeOrder): Promise<Quote> {
  const variantIds = lines.map(({ variantId }) => variantId)
  const variants = await readVariants(ctx.tx, [ctx.storeId], { variantIds })
  const quote = quoteCart({
    lines: lines.map((line) => ({ ...line, seenPrice: null })),
    variants: variants.map((variant) => ({ ...variant, available: Number.MAX_SAFE_INTEGER })),
    store,
    now: ctx.now(),
  })
  const unavailable = quote.problems.flatMap((problem) =>
    problem.kind === 'unavailable' ? [{ variantId: publicId('variant', problem.variantId), why: problem.whyNot }] : [],
  )
  if (unavailable.length === 0) return quote
  throw new Refused(
    'order-lines-unavailable',
    'Something in the order is not for sale.',
    { unavailable },
    'Leave it out, or publish it first.',
  )
}

function refuseOtherTotal({ total, currency }: Quote, { expectedTotal }: TakeOrder): void {
  if (expectedTotal === undefined) return
  if (expectedTotal.amount === total && expectedTotal.currency === currency) return
  throw new Conflict(
    'total-changed',
    'The order comes to another total than expected.',
    { total: { amount: total, currency } },
    'Tell the shopper the new total, and send it as expectedTotal.',
  )
}

type Taking = { input: TakeOrder; quote: Quote; shopper: ListedShopper; store: Store }

async function place(ctx: TakeContext, { input, quote, shopper, store }: Taking): Promise<OrderFacts> {
  const cartId = ctx.newId()
  const owner = { storeId: ctx.storeId, shopperId: shopper.id }
  const note = input.note ?? null
  const lines = input.lines.map((line) => ({ ...line, seenPrice: null }))
  await writeOrderedCart(ctx.tx, { ...owner, id: cartId, lines, note })
  const placed = await placeOrders(ctx, [
    {
      ...owner,
      cartId,
      quote,
      expectedDigest: quote.digest,
      paymentMethod: input.paymentMethod,
      address: input.address,
      deliveryPhone: input.deliveryPhone ?? courierPhoneOf(shopper),
      language: input.language ?? (await languageOf(ctx, shopper.id)) ?? store.defaultLanguage,
      note,
      channel: 'api',
    },
  ])
  return orderIn(placed.get(cartId))
}

function orderIn(placed: Placed | undefined): OrderFacts {
  if (placed?.placed === true) return placed.order
  if (placed?.reason === 'sold_out') {
    const shortfalls = placed.shortfalls.map((each) => ({ ...each, variantId: publicId('variant', each.variantId) }))
    throw new Refused(
      'sold-out',
      'There is not enough left for the order.',
      { shortfalls },
      'Order fewer, or add stock.',
    )
  }
  throw new Conflict('total-changed', 'Prices changed while the order was taken.', {}, 'Send the order again.')
}
