import t from 'tap'
import type { Draft } from '#modules/messaging/index.ts'
import { templatedNotices } from '#modules/messaging/index.ts'
import { judgeSending, languagesFor, windowIsOpen } from '#modules/messaging/sender/window.rules.ts'
import { openTalkingShop, type Shopper, type TalkingShop } from '#test/modules/messaging/talking-shop.ts'

const now = new Date('2026-11-22T12:00:00Z')
const ago = (ms: number) => new Date(now.getTime() - ms)
const hour = 3_600_000

t.test('the window closes five minutes before Meta’s 24 hours', async (t) => {
  const cases: [Date | null, boolean][] = [
    [null, false],
    [ago(0), true],
    [ago(23 * hour), true],
    [ago(24 * hour - 5 * 60_000 - 1), true],
    [ago(24 * hour - 5 * 60_000), false],
    [ago(25 * hour), false],
  ]
  for (const [lastInboundAt, open] of cases) t.equal(windowIsOpen(lastInboundAt, now), open, String(lastInboundAt))
})

t.test('how a message may leave', async (t) => {
  const question = {
    open: false,
    templateOnly: false,
    templated: true,
    approved: new Set(['en'] as const),
    wanted: ['ar', 'en'] as const,
  }
  t.strictSame(judgeSending({ ...question, open: true }), { send: 'free_form' })
  t.strictSame(judgeSending({ ...question, open: true, templateOnly: true }), { send: 'template', language: 'en' })
  t.strictSame(judgeSending({ ...question, approved: new Set(['en', 'ar'] as const) }), {
    send: 'template',
    language: 'ar',
  })
  t.strictSame(judgeSending({ ...question, approved: new Set() }), { send: 'later' })
  t.strictSame(judgeSending({ ...question, templated: false }), { send: 'never' })
  t.strictSame(languagesFor('ar', { defaultLanguage: 'en', languages: ['en', 'ar'] }), ['ar', 'en'])
})

const order = { orderId: '019a0000-0000-7000-8000-000000000001', orderNumber: 4127 }

function notice(shop: TalkingShop, shopper: Shopper, more: Partial<Draft> = {}): Draft {
  const content = { kind: 'notice', notice: 'payment_expired', facts: order } as const
  return shop.text(shopper, '', {
    causeKind: 'order',
    causeId: shopper.id,
    purpose: 'payment_expired',
    content,
    ...more,
  })
}

const closeWindow = async (shop: TalkingShop, { id }: Shopper) => {
  await shop.database.system(
    `update conversations set last_inbound_at = now() - interval '30 hours' where shopper_id = $1`,
    [id],
  )
  await shop.control('POST', '/clock', { advanceMs: 30 * hour })
}

const approved = (shop: TalkingShop) =>
  shop.until(
    async () =>
      (await shop.database.system(`select 1 from message_templates where status = 'APPROVED'`)).length ===
      2 * templatedNotices.length,
  )

t.test('inside the window a notice is a message with buttons, outside it is its approved template', async (t) => {
  const shop = await openTalkingShop(t, { templates: true })
  await approved(shop)
  const [sara, omar] = [await shop.welcome(), await shop.welcome()]
  await closeWindow(shop, omar)
  await shop.control('POST', `/shoppers/${sara.simId}/say`, { text: 'hi' })
  await shop.queue(notice(shop, sara), notice(shop, omar))
  await shop.settled('read', 2)
  const [free] = await shop.phone(sara)
  t.match(free, { type: 'interactive', taps: [{ title: 'رابط دفع جديد' }] })
  const [template] = await shop.phone(omar)
  t.match(template, { type: 'template', taps: [{ title: 'رابط دفع جديد' }] })
  t.match(template.body.template, { name: 'dukkan_payment_expired_v1', language: { code: 'ar' } })
  t.match(template.text, free.body.interactive.body.text, 'both say the same')
  t.strictSame((await shop.rows()).map((row) => row.sent_as).sort(), ['free_form', 'template'])
  t.equal((await shop.rows(`sent_as = 'template'`))[0].pricing_category, 'utility')
})

t.test('an answer of the chat has lost its moment when the window is closed', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  await closeWindow(shop, sara)
  await shop.queue(shop.text(sara, 'late'))
  const [row] = await shop.settled('canceled', 1)
  t.equal(row.error_code, 'window-closed')
  t.equal((await shop.sends()).length, 0)
})

t.test('without an approved template a notice is held, its owner told, and sent when Meta approves', async (t) => {
  const shop = await openTalkingShop(t, { templates: false })
  const sara = await shop.welcome()
  await closeWindow(shop, sara)
  await shop.queue(notice(shop, sara))
  const [held] = await shop.until(async () => {
    const rows = await shop.rows(`error_code = 'template-missing'`)
    return rows.length > 0 && rows
  })
  t.match(held, { state: 'queued', attempts: 0 })
  t.match(await shop.database.system('select code, subject from store_problems'), [
    { code: 'template-missing', subject: 'payment_expired' },
  ])
  await shop.templates.run(shop.tools)
  await shop.settled('read', 1, `sent_as = 'template'`)
  const open = await shop.database.system(
    `select 1 from store_problems where code = 'template-missing' and resolved_at is null`,
  )
  t.equal(open.length, 0, 'the problem is closed')
})

t.test('a held notice holds up nobody: when the shopper writes, the answer and the notice both go', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome({ silent: true })
  await shop.queue(notice(shop, sara))
  await shop.until(async () => (await shop.rows(`error_code = 'template-missing'`)).length > 0)
  await shop.control('POST', `/shoppers/${sara.simId}/say`, { text: 'hi' })
  await shop.database.system('update conversations set last_inbound_at = clock_timestamp()')
  await shop.queue(shop.text(sara, 'welcome back'))
  await shop.settled('read', 2)
})

t.test('when Meta says the window is closed, the notice goes as its template, once', async (t) => {
  const shop = await openTalkingShop(t, { templates: true })
  await approved(shop)
  const sara = await shop.welcome()
  await shop.control('POST', '/clock', { advanceMs: 30 * hour })
  await shop.queue(notice(shop, sara))
  const [row] = await shop.settled('read', 1)
  t.match(row, { sent_as: 'template', attempts: 2 })
  t.strictSame(
    (await shop.sends()).map((send) => send.status),
    [400, 200],
  )
})

t.test('when Meta says so only after it accepted, the template follows all the same', async (t) => {
  const shop = await openTalkingShop(t, { templates: true })
  await approved(shop)
  const sara = await shop.welcome()
  await shop.control('POST', '/clock', { advanceMs: 30 * hour })
  await shop.misbehave({ api: 'messages', fault: 'refuse_late', times: 1 })
  await shop.queue(notice(shop, sara), shop.text(sara, 'chat'))
  const [row] = await shop.settled('read', 1)
  t.match(row, { sent_as: 'template', attempts: 2, purpose: 'payment_expired' })
  // Acceptance lets the next message go, so the late refusal may find it on its way already.
  const [first, ...rest] = (await shop.sends()).map((send) => send.body.type)
  t.equal(first, 'interactive')
  t.equal(rest.filter((type) => type === 'template').length, 1)
  await shop.settled('canceled', 1, `error_code = '131047'`)
})

t.test('a template that Meta has paused is left out until it is approved again', async (t) => {
  const shop = await openTalkingShop(t, { templates: true })
  await approved(shop)
  const sara = await shop.welcome()
  await closeWindow(shop, sara)
  await shop.misbehave({ api: 'messages', fault: 'code', code: 132015, details: 'paused', times: 1 })
  await shop.queue(notice(shop, sara))
  const [row] = await shop.settled('read', 1)
  t.equal((await shop.sends()).at(-1).body.template.language.code, 'en', 'the store’s other language goes instead')
  t.equal(row.sent_as, 'template')
  t.match(
    await shop.database.system(
      `select status from message_templates where name = 'dukkan_payment_expired_v1' and language = 'ar'`,
    ),
    [{ status: 'PAUSED' }],
  )
})

t.test('products that the catalog cannot show become what the chat said instead', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  const fallback = { kind: 'text', text: 'Dates, 1 kg, SAR 60' } as const
  const content = { kind: 'product', retailerId: 'unknown', fallback } as const
  await shop.queue(shop.text(sara, 'product', { content }))
  const [row] = await shop.settled('read', 1)
  t.match(row, { text: 'Dates, 1 kg, SAR 60', attempts: 2 })
  await shop.database.system('update stores set catalog_usable = false')
  await shop.queue(shop.text(sara, 'product again', { content }))
  const rows = await shop.settled('read', 2)
  t.equal(rows[1].attempts, 1, 'a catalog known to be unusable is not tried')
  t.match(await shop.database.system('select code from store_problems'), [{ code: 'catalog-refused' }])
})
