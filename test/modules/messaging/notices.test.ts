import fc from 'fast-check'
import t from 'tap'
import { toTemplateBody, toWhatsAppBody } from '#modules/messaging/channels/whatsapp/body.ts'
import type { NoticeAction, NoticeContent, NoticeFacts, NoticeName } from '#modules/messaging/index.ts'
import { notices, templatedNotices, templateName } from '#modules/messaging/notices/registry.ts'
import { freeFormOf, templateMessageOf } from '#modules/messaging/notices/render.ts'
import { templateDefinitionOf } from '#modules/messaging/notices/template-definition.ts'
import { packUuid } from '#shared/ids.ts'
import { type Language, languages } from '#shared/language.ts'
import { signAction } from '#shared/signed-action.ts'
import { codePoints } from '#shared/text.ts'
import { openJudge } from '#test/modules/messaging/meta-judge.ts'
import type { Json } from '#test/modules/messaging/talking-shop.ts'

const judge = await openJudge()
const orderId = '019a0000-0000-7000-8000-000000000001'
const token = 'Zm9yLXlvdXItcmV2aWV3eA'
const parcel = { orderNumber: 4127, part: 0, token } as const

const samples: { readonly [Name in NoticeName]: NoticeFacts[Name] } = {
  order_confirmed: {
    orderNumber: 4127,
    itemCount: 3,
    total: 16_400,
    currency: 'SAR',
    payment: 'card',
    address: 'حي العليا، شارع التحلية 12',
    token,
  },
  order_shipped: { ...parcel, carrier: 'Aramex', trackingNumber: '34567890' },
  out_for_delivery: { ...parcel, due: 'amount', amount: 16_400, currency: 'SAR' },
  order_delivered: { ...parcel, orderId },
  delivery_attempted: parcel,
  ready_for_pickup: { ...parcel, carrier: 'SMSA' },
  delivery_exception: parcel,
  parcel_returned: parcel,
  payment_expired: { orderId, orderNumber: 4127 },
  payment_declined: { orderId, orderNumber: 4127, cashAllowed: 1 },
  order_canceled: { orderNumber: 4127, paid: 0 },
  rest_canceled: { orderNumber: 4127, itemCount: 2, due: 6_000, currency: 'SAR' },
  refund_decided: { orderNumber: 4127, amount: 10_400, currency: 'SAR', reason: 'late_payment' },
  refund_arrived: { orderNumber: 4127, amount: 10_400, currency: 'SAR' },
  refund_failed: { orderNumber: 4127, amount: 10_400, currency: 'SAR' },
  apology: {},
}
const names = Object.keys(samples) as NoticeName[]
const contentOf = (notice: NoticeName, facts: object = samples[notice]) =>
  ({ kind: 'notice', notice, facts }) as NoticeContent

const rendering = (language: Language) => ({
  language,
  publicUrl: 'https://dates.example',
  sign: (action: NoticeAction) =>
    signAction(new Uint8Array(32), { storeId: orderId, shopperId: orderId, ...action, version: 0 }),
})
const to = { recipient: { to: '+966500000001' }, catalogId: null, opaque: `${orderId}.1` } as const
const textOf = (notice: NoticeName, language: Language, facts?: object) =>
  freeFormOf(contentOf(notice, facts), rendering(language)).text ?? ''

for (const name of names) {
  t.test(`${name} reads well in both languages and is a body Meta takes`, async (t) => {
    for (const language of languages) {
      const content = freeFormOf(contentOf(name), rendering(language))
      const verdict = toWhatsAppBody(content, to)
      t.ok(verdict.ok)
      if (verdict.ok) t.strictSame(judge(verdict.body), [])
      const text = content.text ?? ''
      t.notMatch(text, /[{}]|undefined|NaN/, 'every phrase is filled in')
      t.notMatch(text, /[٠-٩۰-۹]/, 'digits are Latin')
      t.ok(codePoints(text) < 400, `${codePoints(text)} characters are short enough`)
      if (language === 'ar') t.match(text, /^\p{sc=Arabic}/u, 'Arabic begins with an Arabic letter')
      if (language === 'ar') t.equal(text.split('\u2068').length, text.split('\u2069').length, 'fences are closed')
      if (language === 'ar') t.notMatch(outsideFences(text), /[A-Za-z0-9]{3,}/, 'Latin runs are fenced off')
    }
  })
}

function outsideFences(text: string): string {
  return text.replace(/\u2068[^\u2069]*\u2069/g, '')
}

t.test('every notice says the order it is about', async (t) => {
  for (const name of names.filter((each) => each !== 'apology')) {
    for (const language of languages) t.match(textOf(name, language), /4127/, `${name} ${language}`)
  }
})

for (const name of templatedNotices) {
  t.test(`the template of ${name} keeps Meta’s rules and takes what is sent with it`, async (t) => {
    for (const language of languages) {
      const definition: Json = templateDefinitionOf(name, { language, publicUrl: 'https://dates.example' })
      const message = templateMessageOf(contentOf(name), rendering(language))
      t.match(definition, { name: templateName(name), language, category: 'UTILITY', parameter_format: 'NAMED' })
      const [body, buttons] = definition.components
      const variables = [...body.text.matchAll(/\{\{(\w+)\}\}/g)].map((match: string[]) => match[1])
      t.strictSame(Object.keys(message.parameters).sort(), variables.toSorted(), 'its variables are the phrases')
      t.strictSame(
        body.example.body_text_named_params.map((each: Json) => each.param_name).sort(),
        variables.toSorted(),
      )
      t.notMatch(body.text, /^\{\{|\}\}$|\}\}\s*\{\{/, 'no variable stands first, last or beside another')
      t.ok(body.text.split(/\s+/).length > 3 * variables.length, 'enough words around the variables')
      t.equal(new Set(variables).size, variables.length)
      t.equal(buttons?.buttons.length ?? 0, message.buttons.length)
      for (const button of buttons?.buttons ?? []) t.ok(codePoints(button.text) <= 20, button.text)
      const verdict = toTemplateBody(message, to)
      t.ok(verdict.ok)
      if (verdict.ok) t.strictSame(judge(verdict.body), [])
    }
  })
}

t.test('template and chat say the same words', async (t) => {
  for (const name of templatedNotices) {
    for (const language of languages) {
      const [body]: Json[] = templateDefinitionOf(name, { language, publicUrl: '' }).components
      const { parameters } = templateMessageOf(contentOf(name), rendering(language))
      const filled = body.text.replace(/\{\{(\w+)\}\}/g, (_: string, phrase: string) => parameters[phrase])
      t.equal(filled, textOf(name, language), `${name} ${language}`)
    }
  }
})

t.test('no two templates have the same words', async (t) => {
  for (const language of languages) {
    const bodies = templatedNotices.map((name) => notices[name].wording[language].body)
    t.equal(new Set(bodies).size, bodies.length)
  }
})

t.test('items are counted in Arabic’s six forms', async (t) => {
  const cases: [number, string][] = [
    [1, 'قطعة واحدة'],
    [2, 'قطعتان'],
    [3, '3 قطع'],
    [10, '10 قطع'],
    [11, '11 قطعة'],
    [99, '99 قطعة'],
    [100, '100 قطعة'],
  ]
  for (const [itemCount, words] of cases) {
    t.match(textOf('order_confirmed', 'ar', { ...samples.order_confirmed, itemCount }), words)
  }
  t.match(textOf('order_confirmed', 'en', { ...samples.order_confirmed, itemCount: 1 }), '1 item for')
})

t.test('a confirmation says how it is paid and where it goes, and links to the order', async (t) => {
  const cash = { ...samples.order_confirmed, payment: 'cash_on_delivery', address: ' ' }
  t.match(textOf('order_confirmed', 'en', cash), /paid in cash on delivery\.\nDelivery to: the address you sent us\n/)
  t.match(freeFormOf(contentOf('order_confirmed'), rendering('ar')), {
    kind: 'link',
    title: 'تتبّع الطلب',
    url: `https://dates.example/o/${token}`,
  })
})

t.test('what the courier collects is said as far as it is known', async (t) => {
  const due = (more: object) => textOf('out_for_delivery', 'en', { ...samples.out_for_delivery, ...more })
  t.match(due({ due: 'amount' }), 'please have SAR 164 ready in cash')
  t.match(due({ due: 'cash', part: 1 }), 'part of your order 4127. At the door: please have the cash ready')
  t.match(due({ due: 'nothing' }), 'nothing left to pay')
})

t.test('buttons of a notice are signed and speak of the order', async (t) => {
  const content: Json = freeFormOf(contentOf('payment_declined'), rendering('en'))
  t.strictSame(
    content.buttons.map((button: Json) => button.title),
    ['New payment link', 'Cash on delivery'],
  )
  t.match(content.buttons[0].id, new RegExp(`^pay-again:${packUuid(orderId)}:0:`))
  const withoutCash: Json = freeFormOf(
    contentOf('payment_declined', { ...samples.payment_declined, cashAllowed: 0 }),
    rendering('en'),
  )
  t.equal(withoutCash.buttons.length, 1)
})

t.test('whatever an address or a courier is called, both forms stay valid', async (t) => {
  const odd = fc.string({ unit: 'grapheme', maxLength: 400 })
  const nasty = fc.oneof(
    odd,
    fc.constantFrom('a\n\n\tb', '     ', '\u202e', '{name}', '<b>', "'{'", '#', 'ا'.repeat(2_000)),
  )
  fc.assert(
    fc.property(nasty, nasty, fc.constantFrom(...languages), (address, carrier, language) => {
      const contents = [
        contentOf('order_confirmed', { ...samples.order_confirmed, address }),
        contentOf('order_shipped', { ...samples.order_shipped, carrier, trackingNumber: address }),
        contentOf('ready_for_pickup', { ...samples.ready_for_pickup, carrier }),
      ]
      for (const content of contents) {
        const free = toWhatsAppBody(freeFormOf(content, rendering(language)), to)
        const template = toTemplateBody(templateMessageOf(content, rendering(language)), to)
        if (!free.ok || !template.ok) throw new Error('refused')
        const objections = [...judge(free.body), ...judge(template.body)]
        if (objections.length > 0) throw new Error(objections.join('; '))
      }
    }),
    { numRuns: 200 },
  )
  t.pass('200 pairs of odd names')
})
