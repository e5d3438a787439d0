import t from 'tap'
import { stateTexts } from '#modules/payments/pages/state-texts.ts'
import { texts } from '#modules/payments/pages/texts.ts'
import { openPayShop, type PayShop } from '#test/modules/payments/pay-shop.ts'

const shop = await openPayShop(t)
const nasty = `<script>alert(1)</script>"'&`

const placed = async (over: Parameters<PayShop['awaiting']>[1] = {}) => {
  const dates = await shop.shelve({ title: nasty, option: '<b>1 kg</b>' })
  return shop.awaiting({ [dates]: 2 }, { paymentMethod: 'cash_on_delivery', ...over })
}

t.test('row 29: pages carry no script, run none, are kept by nobody and found by no crawler', async (t) => {
  const order = await placed()
  for (const path of [`/p/${order.token}`, `/p/${order.token}/done`, `/p/${order.token}/back`, `/o/${order.token}`]) {
    const page = await shop.visit(path)
    t.equal(page.status, 200, path)
    t.notMatch(page.body, '<script', path)
    t.notMatch(page.body, '<b>1 kg', path)
    t.match(page.body, '&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;', path)
    t.notMatch(page.body, / on\w+=|style="|javascript:/i, path)
    t.match(page.headers, {
      'content-security-policy': /^default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'/,
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex, nofollow',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
  }
})

t.test('a page tells nothing of the shopper: no address, no phone, no name', async (t) => {
  const order = await placed({ address: { text: 'House 17, Canary Street' }, deliveryPhone: '+966512345678' })
  for (const path of [`/p/${order.token}`, `/o/${order.token}`]) {
    const { body } = await shop.visit(path)
    t.notMatch(body, 'Canary Street', path)
    t.notMatch(body, '512345678', path)
  }
})

t.test('the language of the order is spoken, and the other one is a tap away', async (t) => {
  const order = await placed({ language: 'ar' })
  const arabic = await shop.visit(`/o/${order.token}`)
  t.match(arabic.body, '<html lang="ar" dir="rtl">')
  t.match(arabic.body, `href="/o/${order.token}?lang=en"`)
  t.match(arabic.body, 'طلب رقم')
  const english = await shop.visit(`/o/${order.token}?lang=en`)
  t.match(english.body, '<html lang="en" dir="ltr">')
  t.match(english.body, `href="/o/${order.token}?lang=ar"`)
  t.match((await shop.visit(`/o/${order.token}?lang=xx&lang=en`)).body, 'lang="ar"')
})

t.test(
  'row 20: nothing of an address is sent anywhere: a link with more on it leads where it always led',
  async (t) => {
    const dates = await shop.shelve()
    const order = await shop.awaiting({ [dates]: 1 })
    const odd = `/p/${order.token}?return_url=//evil.example&next=https:evil.example`
    const answer = await shop.visit(odd, { host: 'evil.example', 'x-forwarded-host': 'evil.example' })
    t.equal(answer.status, 303)
    t.match(answer.location, `${shop.sandbox.url}/pay/`)
    const page = await shop.visit(`/p/${order.token}/back?next=//evil.example`, { host: 'evil.example' })
    t.notMatch(page.body, 'evil')
    t.match(page.body, 'Not paid yet')
    t.match(page.body, `href="/p/${order.token}"`)
  },
)

t.test('the tracking page shows where the parcels are, and no link that is not one', async (t) => {
  const order = await placed()
  await shop.work(async ({ tx, newId, now }) => {
    const shipmentId = newId()
    await tx.run(
      `insert into shipments (id, store_id, order_id, carrier, tracking_number, tracking_url, status, status_at, shipped_at)
      values ($1, $2, $3, 'SMSA', '2900', 'javascript:alert(1)', 'out_for_delivery', $4, $4)`,
      [shipmentId, shop.storeId, order.id, now()],
    )
    await tx.run(
      `insert into tracking_events (id, store_id, shipment_id, dedupe_key, status, raw_status, occurred_at, location)
      values ($1, $2, $3, 'a', 'out_for_delivery', 'OFD', $4, '<i>Riyadh</i>')`,
      [newId(), shop.storeId, shipmentId, now()],
    )
  })
  const { body } = await shop.visit(`/o/${order.token}`)
  t.match(body, 'Out for delivery')
  t.match(body, '2900')
  t.match(body, '&lt;i&gt;Riyadh')
  t.notMatch(body, 'javascript:')
})

t.test('an order in cash of which something will not come says what is left to pay', async (t) => {
  const order = await placed({ language: 'en' })
  t.notMatch((await shop.visit(`/o/${order.token}`)).body, 'To pay at the door')
  await shop.work(({ tx }) =>
    tx.run('update order_lines set canceled_quantity = 1 where store_id = $1 and order_id = $2', [
      shop.storeId,
      order.id,
    ]),
  )
  const { body } = await shop.visit(`/o/${order.token}`)
  t.match(body.replace(/<[^>]+>/g, ' '), /To pay at the door\s+SAR 25/)
})

t.test('the styles are one file that a phone may keep', async (t) => {
  const order = await placed()
  const { body } = await shop.visit(`/o/${order.token}`)
  const url = /href="(\/pages\.css\?v=[\w-]+)"/.exec(body)?.[1] ?? ''
  const styles = await shop.visit(url)
  t.match(styles.headers, { 'content-type': 'text/css; charset=utf-8', 'cache-control': /immutable/ })
  t.match(styles.body, 'prefers-color-scheme: dark')
})

t.test('every state is written in both languages, and Arabic starts with an Arabic letter', async (t) => {
  t.same(Object.keys(stateTexts.ar), Object.keys(stateTexts.en))
  t.same(Object.keys(texts.ar.shipment), Object.keys(texts.en.shipment))
  for (const { title, text } of Object.values(stateTexts.ar)) {
    t.match(title, /^\p{Script=Arabic}/u)
    t.match(text, /^\p{Script=Arabic}/u)
  }
  t.same([1, 2, 3, 11, 100].map(texts.ar.items), ['صنف واحد', 'صنفان', '3 أصناف', '11 صنفاً', '100 صنفاً'])
})
