import fc from 'fast-check'
import t from 'tap'
import { request } from 'undici'
import { naughtyStrings } from '#test/hostile/corpus/naughty-strings.ts'
import { buyInCash, upToPaying } from '#test/journeys/plays.ts'
import { asMetaWrites, signedByMeta } from '#test/support/hostile/webhooks.ts'
import { openShop } from '#test/support/shop.ts'

const shop = await openShop(t)
const { phoneNumberId } = shop.store
const goods = await shop.query<{ sku: string; price: number }>(
  `select sku, price from variants v join products p on p.id = v.product_id
    where p.status = 'active' and not p.hidden and v.archived_at is null order by sku limit 6`,
)
const priceOf = new Map(goods.map(({ sku, price }) => [sku, Number(price)]))

let serial = 0

/** A message of any shape, signed as Meta would, from a shopper whose number this is; resolves with what became of it. */
async function arrives(from: string, content: Record<string, unknown>): Promise<string> {
  serial += 1
  const id = `wamid.TAMPER${serial}`
  const message = { id, from, timestamp: String(Math.floor(Date.now() / 1000)), ...content }
  const value = { metadata: { phone_number_id: phoneNumberId }, messages: [message] }
  const payload = { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'messages', value }] }] }
  const {
    url,
    headers = {},
    body = '',
  } = signedByMeta(Buffer.from(asMetaWrites(payload)), shop.sandbox.world.appSecret)
  const answer = await request(`${shop.url}${url}`, { method: 'POST', headers, body })
  await answer.body.dump()
  t.equal(answer.statusCode, 200)
  let outcome: string | null = null
  await shop.until(async () => {
    const [row] = await shop.query<{ outcome: string | null }>(`select outcome from inbox where dedupe_key = $1`, [
      `${phoneNumberId}|${id}`,
    ])
    outcome = row?.outcome ?? null
    return outcome !== null
  }, `message ${id} is handled`)
  return String(outcome)
}

type Cart = { lines: { variantId: string; quantity: number }[]; quote: Quote | null }
type Quote = {
  currency: string
  subtotal: number
  delivery: number
  rounding: number
  discount: number
  tax: number
  total: number
  lines: { sku: string; unitPrice: number; quantity: number; total: number }[]
}

async function cartOf(waId: string): Promise<Cart | null> {
  const [cart] = await shop.query<Cart>(
    `select c.lines, c.shown_quote as quote from carts c join shopper_aliases a on a.shopper_id = c.shopper_id
      where a.kind = 'wa_id' and a.value = $1 and c.status = 'open'`,
    [waId],
  )
  return cart ?? null
}

/** Says what is wrong with a cart, whatever was sent to fill it. */
function wrongIn(cart: Cart | null): string | null {
  if (cart === null) return null
  const odd = cart.lines.find(({ quantity }) => !Number.isInteger(quantity) || quantity < 1 || quantity > 99)
  if (odd !== undefined) return `a line of ${odd.quantity}`
  if (cart.lines.length > 100) return `${cart.lines.length} lines`
  return cart.quote === null ? null : wrongInQuote(cart.quote)
}

function wrongInQuote({ currency, lines, subtotal, discount, tax, delivery, rounding, total }: Quote): string | null {
  if (currency !== shop.store.currency) return `a quote in ${currency}`
  const foreign = lines.find(({ sku, unitPrice }) => priceOf.has(sku) && priceOf.get(sku) !== unitPrice)
  if (foreign !== undefined) return `${foreign.sku} at ${foreign.unitPrice}`
  const sum = lines.reduce((all, line) => all + line.unitPrice * line.quantity, 0)
  if (sum !== subtotal || total !== subtotal - discount + tax + delivery + rounding || total < 0)
    return `a total of ${total}`
  return null
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    -1,
    1.5,
    1e9,
    2 ** 53,
    '2e3',
    '٣',
    '3',
    '0x3',
    null,
    true,
    [],
    [2],
    {},
    { $gt: 0 },
    '',
    ' 2 ',
    'NaN',
  ),
  fc.jsonValue({ maxDepth: 1 }),
  fc.constantFrom(...naughtyStrings.map(({ text }) => text)),
)
const item = fc.record(
  {
    product_retailer_id: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...priceOf.keys()) }, odd),
    quantity: fc.oneof({ weight: 2, arbitrary: fc.integer({ min: 1, max: 200 }) }, odd),
    item_price: odd,
    currency: fc.oneof(fc.constantFrom('SAR', 'KWD', 'XXX'), odd),
  },
  { requiredKeys: [] },
)
const order = fc.record(
  {
    catalog_id: fc.oneof(fc.constant(shop.store.catalogId), odd),
    text: odd,
    product_items: fc.oneof({ weight: 6, arbitrary: fc.array(item, { maxLength: 6 }) }, odd),
  },
  { requiredKeys: [] },
)
const fates = /^(answered|ignored:[a-z_ ]+)$/

t.test('row 13: whatever an order message claims, the total is our prices times what it asks for', async (t) => {
  let shopper = 0
  await fc.assert(
    fc.asyncProperty(order, async (claimed) => {
      shopper += 1
      const waId = `96650200${String(shopper).padStart(4, '0')}`
      const outcome = await arrives(waId, { type: 'order', order: claimed })
      const complaint = fates.test(outcome) ? wrongIn(await cartOf(waId)) : `it ended as ${outcome}`
      if (complaint !== null) throw new Error(`${complaint} after ${JSON.stringify(claimed)}`)
    }),
    { numRuns: 60 },
  )
  const carts = await shop.query(`select 1 from carts where jsonb_array_length(lines) > 0`)
  t.ok(carts.length > 5, `${carts.length} of the claims filled a cart`)
  t.same(await shop.query('select 1 from orders'), [], 'and none of them made an order')
})

t.test('row 14: no quantity makes a total below zero or a line beyond its limit', async (t) => {
  const [sku = ''] = priceOf.keys()
  const quantities: unknown[] = [
    0,
    -1,
    -99,
    1.5,
    0.1,
    1e9,
    99,
    100,
    2 ** 31,
    2 ** 53,
    -(2 ** 53),
    '2e3',
    '٣',
    '-1',
    '1.5',
    '',
    null,
    true,
    [3],
    { a: 1 },
  ]
  for (const [place, quantity] of quantities.entries()) {
    const waId = `96650300${String(place).padStart(4, '0')}`
    const product_items = [{ product_retailer_id: sku, quantity, item_price: -5, currency: 'SAR' }]
    t.match(await arrives(waId, { type: 'order', order: { product_items } }), fates, JSON.stringify(quantity))
    t.equal(wrongIn(await cartOf(waId)), null, JSON.stringify(quantity))
  }
  const waId = '966503009999'
  const product_items = Array.from({ length: 10_001 }, () => ({
    product_retailer_id: sku,
    quantity: 9,
    item_price: 1,
    currency: 'SAR',
  }))
  t.match(await arrives(waId, { type: 'order', order: { product_items } }), fates)
  t.equal(wrongIn(await cartOf(waId)), null, 'ten thousand lines')
})

t.test('row 15: a button made for one shopper does nothing for another', async (t) => {
  const sara = await shop.phone({ name: 'Sara', phone: '+966504000001' })
  await upToPaying(sara, { 'DT-AJWA-500': 2 })
  const mallory = await shop.phone({ name: 'Mallory', phone: '+966504000002' })
  await mallory.say('Hello')
  const before = await facts('966504000001')
  const ids = (await sara.chat()).flatMap(({ taps }) => taps.map(({ id }) => id))
  t.ok(ids.length >= 5, `${ids.length} buttons were shown to Sara`)
  for (const id of new Set(ids)) {
    for (const forged of [id, id.replace(/:\d+:/, ':0:'), `${id.slice(0, -1)}x`]) {
      const content = {
        type: 'interactive',
        interactive: { type: 'button_reply', button_reply: { id: forged, title: 'x' } },
      }
      t.match(await arrives('966504000002', content), fates, forged)
    }
  }
  t.same(await facts('966504000001'), before, 'nothing of Sara’s has changed')
  t.match(await facts('966504000002'), { lines: 0, orders: 0 }, 'and Mallory has nothing')
  const bought = await buyInCash(await shop.phone({ name: 'Nora', phone: '+966504000003' }), { 'DT-AJWA-500': 1 })
  t.match(bought.text, /order/i, 'while the shop goes on selling')
})

async function facts(waId: string): Promise<{ lines: number; orders: number; address: number } | undefined> {
  const [found] = await shop.query<{ lines: number; orders: number; address: number }>(
    `select (select coalesce(sum(jsonb_array_length(lines)), 0)::int from carts c where c.shopper_id = a.shopper_id) as lines,
      (select count(*)::int from orders o where o.shopper_id = a.shopper_id) as orders,
      (select count(*)::int from addresses d where d.shopper_id = a.shopper_id) as address
     from shopper_aliases a where a.kind = 'wa_id' and a.value = $1`,
    [waId],
  )
  return found
}
