import fc from 'fast-check'
import t from 'tap'
import type { PlainContent } from '#modules/messaging/index.ts'
import { toWhatsAppBody } from '#modules/messaging/index.ts'
import { codePoints } from '#shared/text.ts'
import { openJudge } from '#test/modules/messaging/meta-judge.ts'
import type { Json } from '#test/modules/messaging/talking-shop.ts'

const judge = await openJudge()
const to = { recipient: { to: '+966500000001' }, catalogId: '3065', opaque: 'id.1' } as const

function bodyOf(content: PlainContent): Json {
  const verdict = toWhatsAppBody(content, to)
  if (!verdict.ok) throw new Error(verdict.reason)
  return verdict.body
}

const reasonOf = (content: PlainContent, addressing: Partial<typeof to> | Json = {}) => {
  const verdict = toWhatsAppBody(content, { ...to, ...addressing })
  return verdict.ok ? null : verdict.reason
}

const row = (id: string, title = id) => ({ id, title })
const rows = (count: number) => Array.from({ length: count }, (_, index) => row(`r${index}`))
const skus = (count: number) => Array.from({ length: count }, (_, index) => `sku-${index}`)

const character = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'grapheme' }) },
  fc.constantFrom(
    'تمر عجوة',
    'سكّر',
    '👩‍👩‍👧‍👦',
    '🇸🇦',
    'e\u0301',
    '\u0000',
    '\ud800',
    '\u200f',
    '\u2067',
    '\n\n',
    '\t',
    '     ',
    '',
  ),
)
const text = (max: number) =>
  fc
    .array(character, { maxLength: 12 })
    .chain((parts) =>
      fc.integer({ min: 0, max: 4 }).map((times) => parts.join(' ').repeat(times * Math.ceil(max / 40))),
    )
const id = fc.oneof(fc.string({ maxLength: 210 }), fc.uuid())
const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined })
const section = <Value>(items: fc.Arbitrary<Value>) => fc.record({ title: text(24), items })

const content: fc.Arbitrary<PlainContent> = fc
  .oneof(
    fc.record({ kind: fc.constant('text'), text: text(4096) }),
    fc.record({
      kind: fc.constant('buttons'),
      text: text(1024),
      header: optional(text(60)),
      footer: optional(text(60)),
      buttons: fc.array(fc.record({ id, title: text(20) }), { maxLength: 4 }),
    }),
    fc.record({
      kind: fc.constant('list'),
      text: text(4096),
      header: optional(text(60)),
      footer: optional(text(60)),
      button: text(20),
      sections: fc
        .array(
          section(fc.array(fc.record({ id, title: text(24), description: optional(text(72)) }), { maxLength: 4 })),
          { maxLength: 4 },
        )
        .map((sections) => sections.map(({ title, items }) => ({ title, rows: items }))),
    }),
    fc.record({
      kind: fc.constant('link'),
      text: text(1024),
      footer: optional(text(60)),
      title: text(20),
      url: fc.oneof(fc.webUrl(), fc.string(), fc.constant('https://ا.example/تمر')),
    }),
    fc.record({
      kind: fc.constant('products'),
      header: text(60),
      text: text(1024),
      footer: optional(text(60)),
      sections: fc
        .array(section(fc.array(id, { maxLength: 12 })), { maxLength: 4 })
        .map((sections) => sections.map(({ title, items }) => ({ title, retailerIds: items }))),
    }),
    fc.record({ kind: fc.constant('product'), text: optional(text(1024)), retailerId: id }),
    fc.record({ kind: fc.constant('location_request'), text: text(1024) }),
  )
  .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)) as PlainContent)

t.test('whatever the shop may want to say becomes a body that Meta takes, or a reason', async (t) => {
  let taken = 0
  fc.assert(
    fc.property(content, (wanted) => {
      const verdict = toWhatsAppBody(wanted, to)
      if (!verdict.ok) return
      taken += 1
      const objections = judge(verdict.body)
      if (objections.length > 0) throw new Error(`${objections.join('; ')}\n${JSON.stringify(verdict.body)}`)
    }),
    { numRuns: 800 },
  )
  t.ok(taken > 150, `${taken} of 800 were bodies`)
})

t.test('text that is too long is cut between what the reader sees as characters', async (t) => {
  const family = '👩‍👩‍👧‍👦'
  const { interactive } = bodyOf({ kind: 'buttons', text: 'x', buttons: [{ id: 'a', title: family.repeat(5) }] })
  t.equal(interactive.action.buttons[0].reply.title, `${family.repeat(2)}…`)
  const cut = bodyOf({ kind: 'list', text: 'ل'.repeat(5000), button: 'b', sections: [{ title: '', rows: rows(1) }] })
  t.equal(codePoints(cut.interactive.body.text), 4096)
})

t.test('titles that are equal once cut can still be told apart', async (t) => {
  const long = 'Medjool dates from Al Qassim'
  const { interactive } = bodyOf({
    kind: 'buttons',
    text: 'Which?',
    buttons: [row('a', `${long} 1 kg`), row('b', `${long} 2 kg`), row('c', `${long} 5 kg`)],
  })
  const titles = interactive.action.buttons.map((each: Json) => each.reply.title)
  t.strictSame(titles, ['Medjool dates from…', 'Medjool dates fro… 2', 'Medjool dates fro… 3'])
  t.ok(titles.every((each: string) => codePoints(each) <= 20))
})

t.test('empty sections are left out, and a lone section may go untitled', async (t) => {
  const sections = [
    { title: 'Empty', rows: [] },
    { title: ' ', rows: rows(2) },
  ]
  const { interactive } = bodyOf({ kind: 'list', text: 'Pick', button: 'Open', sections })
  t.strictSame(interactive.action.sections, [{ rows: rows(2) }])
})

t.test('what cannot be sent is refused with its reason', async (t) => {
  const list = (sections: Json) => ({ kind: 'list', text: 'Pick', button: 'Open', sections }) as const
  const products = (more: Json) => ({ kind: 'products', header: 'Dates', text: 'Pick', sections: [], ...more }) as const
  const cases: [string, PlainContent][] = [
    ['empty-text', { kind: 'text', text: ' \u200f\n' }],
    ['empty-text', { kind: 'location_request', text: '\u2068\u2069' }],
    ['no-choices', { kind: 'buttons', text: 'x', buttons: [] }],
    ['too-many-buttons', { kind: 'buttons', text: 'x', buttons: rows(4) }],
    ['empty-title', { kind: 'buttons', text: 'x', buttons: [row('a', ' ')] }],
    ['repeated-id', { kind: 'buttons', text: 'x', buttons: [row('a'), row('a', 'b')] }],
    ['bad-id', { kind: 'buttons', text: 'x', buttons: [row(' a')] }],
    ['bad-id', list([{ title: '', rows: [row('a'.repeat(201), 'a')] }])],
    ['no-choices', list([{ title: 'Empty', rows: [] }])],
    [
      'too-many-rows',
      list([
        { title: 'A', rows: rows(6) },
        { title: 'B', rows: rows(11).slice(6) },
      ]),
    ],
    [
      'section-title-missing',
      list([
        { title: 'A', rows: [row('a')] },
        { title: '', rows: [row('b')] },
      ]),
    ],
    ['bad-url', { kind: 'link', text: 'Pay', title: 'Pay', url: 'javascript:alert(1)' }],
    ['bad-url', { kind: 'link', text: 'Pay', title: 'Pay', url: `https://x.example/${'a'.repeat(2000)}` }],
    ['header-missing', products({ header: ' ', sections: [{ title: 'A', retailerIds: ['x'] }] })],
    ['too-many-products', products({ sections: [{ title: 'A', retailerIds: skus(31) }] })],
    ['no-choices', products({ sections: [{ title: 'A', retailerIds: [] }] })],
    ['bad-id', { kind: 'product', retailerId: '' }],
  ]
  for (const [reason, wanted] of cases) t.equal(reasonOf(wanted), reason, JSON.stringify(wanted).slice(0, 80))
})

t.test('products need the catalog, and everybody needs an address', async (t) => {
  const product: PlainContent = { kind: 'product', retailerId: 'sku' }
  t.equal(reasonOf(product, { catalogId: null }), 'no-catalog')
  t.equal(reasonOf({ kind: 'text', text: 'hi' }, { recipient: { to: '966500000001' } }), 'bad-recipient')
  t.equal(reasonOf({ kind: 'text', text: 'hi' }, { recipient: { recipient: '+966500000001' } }), 'bad-recipient')
  t.match(toWhatsAppBody({ kind: 'text', text: 'hi' }, { ...to, recipient: { recipient: 'SA.1349' } }), {
    ok: true,
    body: { recipient: 'SA.1349' },
  })
})

t.test('a product page has no header and needs no text', async (t) => {
  const { interactive } = bodyOf({ kind: 'product', retailerId: 'sku', text: ' ' })
  t.strictSame(interactive, { type: 'product', action: { catalog_id: '3065', product_retailer_id: 'sku' } })
})
