import t from 'tap'
import { type PayableOrder, sessionParams } from '#modules/payments/stripe/session-params.ts'

const id = (digit: number) => `00000000-0000-7000-8000-00000000000${digit}`
const line = (unitPrice: number, quantity = 1) => ({
  title: { en: 'Ajwa', ar: 'عجوة' },
  options: { en: '1 kg', ar: '١ كجم' },
  unitPrice,
  quantity,
  total: unitPrice * quantity,
})
const order = (over: Partial<PayableOrder> = {}): PayableOrder => ({
  id: id(1),
  storeId: id(2),
  number: 42,
  token: 'token',
  language: 'en',
  currency: 'SAR',
  total: 2000,
  lines: [line(1000, 2)],
  ...over,
})
const terms = { attemptId: id(3), expiresAt: new Date('2026-11-22T10:31:00.700Z'), publicUrl: 'https://shop.example' }
const paramsFor = (over: Partial<PayableOrder> = {}) => sessionParams({ ...terms, order: order(over) })

t.test('an order whose lines make its total is charged line by line', async (t) => {
  t.match(paramsFor(), {
    mode: 'payment',
    locale: 'auto',
    expires_at: 1_795_343_460,
    client_reference_id: 'ord_00000000000070008000000000000001',
    success_url: 'https://shop.example/p/token/done?session_id={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://shop.example/p/token/back',
    line_items: [
      { quantity: 2, price_data: { currency: 'sar', unit_amount: 1000, product_data: { name: 'Ajwa · 1 kg' } } },
    ],
    metadata: {
      dukkan_store: 'sto_00000000000070008000000000000002',
      dukkan_order: 'ord_00000000000070008000000000000001',
      dukkan_attempt: 'pay_00000000000070008000000000000003',
    },
    adaptive_pricing: { enabled: false },
    allow_promotion_codes: false,
  })
  t.same(paramsFor().payment_intent_data.metadata, paramsFor().metadata, 'refunds and disputes lead back by the intent')
})

t.test('delivery, a discount or rounding make it one line for the exact total', async (t) => {
  const [whole, ...others] = paramsFor({ total: 3500 }).line_items
  t.same(others, [])
  t.match(whole, {
    quantity: 1,
    price_data: { unit_amount: 3500, product_data: { name: 'Order 42', description: '2 × Ajwa · 1 kg' } },
  })
  const arabic = paramsFor({ total: 1500, language: 'ar' }).line_items[0]
  t.equal(arabic?.price_data?.product_data?.name, 'طلب رقم 42')
})

t.test('case 39: Stripe’s own units and grids are kept', async (t) => {
  const amounts = (over: Partial<PayableOrder>) =>
    paramsFor(over).line_items.map(({ price_data }) => price_data?.unit_amount)
  t.same(amounts({ currency: 'UGX', total: 5000, lines: [line(5000)] }), [500_000])
  t.same(amounts({ currency: 'JPY', total: 500, lines: [line(500)] }), [500])
  t.same(amounts({ currency: 'KWD', total: 5120, lines: [line(5120)] }), [5120])
  t.same(amounts({ currency: 'KWD', total: 10_020, lines: [line(5005, 2), line(10)] }), [10_020], 'a line off the grid')
})

t.test('more lines than Stripe takes become one', async (t) => {
  const lines = Array.from({ length: 101 }, () => line(10))
  t.equal(paramsFor({ total: 1010, lines }).line_items.length, 1)
  t.equal(paramsFor({ total: 1000, lines: lines.slice(1) }).line_items.length, 100)
})

t.test('the same order and attempt give the same words, which a repeated key demands', async (t) => {
  t.same(JSON.stringify(paramsFor()), JSON.stringify(paramsFor()))
})
