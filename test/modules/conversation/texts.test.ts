import t from 'tap'
import { cartTexts, problemTexts } from '#modules/conversation/texts/cart-texts.ts'
import { checkoutTexts } from '#modules/conversation/texts/checkout-texts.ts'
import { orderTexts } from '#modules/conversation/texts/order-texts.ts'
import { amountText, fence, itemCount, timeText } from '#modules/conversation/texts/phrases.ts'
import { shopTexts } from '#modules/conversation/texts/shop-texts.ts'
import { talkTexts } from '#modules/conversation/texts/talk-texts.ts'
import { titles } from '#modules/conversation/texts/titles.ts'
import type { Language } from '#shared/language.ts'
import { codePoints } from '#shared/text.ts'

const facts = {
  amount: '⁨104 ر.س⁩',
  item: 'تمر عجوة',
  items: 'صنفان',
  fee: '',
  number: '⁨41⁩',
  address: 'حي العليا',
  time: '⁨6:40 م⁩',
  text: 'تمر',
  title: 'التمور',
  store: 'دار التمر',
  now: '⁨95 ر.س⁩',
  before: '⁨89 ر.س⁩',
  state: 'awaiting',
  quantity: 2,
  count: 3,
  available: 3,
}

type Words = (language: Language, facts: never) => string

const said = (words: unknown, language: Language) => (words as Words)(language, facts as never)

/** Fragments that go on inside another sentence, figures under a heading, and the words in the other language. */
const fragments = new Set(['moreLines', 'plusDelivery', 'total', 'line', 'otherLanguage'])

const texts = Object.entries({
  ...shopTexts,
  ...cartTexts,
  ...problemTexts,
  ...checkoutTexts,
  ...orderTexts,
  ...talkTexts,
})

t.test('every button title is at most 20 characters in either language', async (t) => {
  for (const [name, { en, ar }] of Object.entries(titles)) {
    t.ok(codePoints(en) <= 20, `${name}: ${en}`)
    t.ok(codePoints(ar) <= 20, `${name}: ${ar}`)
    t.match(name === 'otherLanguage' ? en : ar, /\p{Script=Arabic}/u, `${name} is in Arabic`)
  }
})

t.test('every Arabic text begins with an Arabic letter, so that the phone lays it out from the right', async (t) => {
  for (const [name, words] of texts) {
    if (fragments.has(name)) continue
    t.match(said(words, 'ar'), /^\p{Script=Arabic}/u, name)
  }
})

t.test('both languages name the same facts and leave none unfilled', async (t) => {
  for (const [name, words] of texts) {
    for (const language of ['en', 'ar'] as const) {
      t.notMatch(said(words, language), /[{}]|undefined/, `${name} in ${language}: ${said(words, language)}`)
    }
  }
})

t.test('English texts hold no Arabic of their own and Arabic texts no Latin', async (t) => {
  for (const [name, words] of texts) {
    if (name === 'otherLanguage') continue
    const bare = Object.fromEntries(
      Object.entries(facts).map(([key, value]) => [key, typeof value === 'number' ? value : '']),
    )
    t.notMatch((words as Words)('en', bare as never), /\p{Script=Arabic}/u, name)
    t.notMatch((words as Words)('ar', bare as never), /\p{Script=Latin}/u, name)
  }
})

t.test('Arabic counts in its six forms', async (t) => {
  t.same(
    [0, 1, 2, 3, 10, 11, 99, 100, 102].map((count) => itemCount('ar', { count })),
    ['لا أصناف', 'صنف واحد', 'صنفان', '3 أصناف', '10 أصناف', '11 صنفاً', '99 صنفاً', '100 صنف', '102 صنف'],
  )
  t.same(
    [1, 2].map((count) => itemCount('en', { count })),
    ['1 item', '2 items'],
  )
  t.same(
    [1, 2, 3, 11].map((available) => problemTexts.onlyLeft('ar', { item: 'تمر', available })),
    [
      'لم يبق من تمر سوى قطعة واحدة، وعدّلنا سلتك بذلك.',
      'لم يبق من تمر سوى قطعتين، وعدّلنا سلتك بذلك.',
      'لم يبق من تمر سوى 3 قطع، وعدّلنا سلتك بذلك.',
      'لم يبق من تمر سوى 11 قطعة، وعدّلنا سلتك بذلك.',
    ],
  )
  t.same(
    [1, 2, 5, 12].map((count) => cartTexts.moreLines('ar', { count })),
    ['… وصنف آخر', '… وصنفان آخران', '… و5 أصناف أخرى', '… و12 صنفاً آخر'],
  )
})

t.test('what runs against the sentence is fenced, and nothing else', async (t) => {
  t.equal(fence('Ajwa', 'ar'), '⁨Ajwa⁩')
  t.equal(fence(41, 'ar'), '⁨41⁩')
  t.equal(fence('تمر', 'ar'), 'تمر')
  t.equal(fence('تمر', 'en'), '⁨تمر⁩')
  t.equal(fence('Ajwa 1 kg', 'en'), 'Ajwa 1 kg')
  t.equal(amountText(10_400, 'SAR', 'ar'), '⁨104 ر.س⁩')
  t.equal(amountText(10_400, 'SAR', 'en'), 'SAR 104')
})

t.test('times are read off the store’s wall, not the server’s', async (t) => {
  const at = new Date('2026-11-22T15:40:00Z')
  t.equal(timeText(at, 'Asia/Riyadh', 'en'), '18:40')
  t.equal(timeText(at, 'Asia/Riyadh', 'ar'), '⁨6:40 م⁩')
  t.equal(timeText(at, 'Africa/Cairo', 'en'), '17:40')
})
