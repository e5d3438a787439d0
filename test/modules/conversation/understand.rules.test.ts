import { randomBytes } from 'node:crypto'
import t from 'tap'
import type { Chat } from '#modules/conversation/chat.types.ts'
import type { Said } from '#modules/conversation/inbound.types.ts'
import { firstLanguage, judgeLanguage } from '#modules/conversation/language.rules.ts'
import { understand } from '#modules/conversation/understand.rules.ts'
import { orderNumberIn, plainWords, wishIn, wordIn } from '#modules/conversation/words.rules.ts'
import type { Store } from '#modules/stores/index.ts'
import { packUuid, readAction, signAction } from '#shared/signed-action.ts'

const now = new Date('2026-11-22T10:00:00Z')
const [storeId, shopperId, otherShopperId] = [
  '019a0000-0000-7000-8000-000000000001',
  '019a0000-0000-7000-8000-000000000002',
  '019a0000-0000-7000-8000-000000000003',
]
const [variantId, cartId] = ['019a0000-0000-7000-8000-000000000004', '019a0000-0000-7000-8000-000000000005']
const key = randomBytes(32)

// Only these settings are looked at.
const store = { id: storeId, country: 'SA', languages: ['ar', 'en'], defaultLanguage: 'ar' } as unknown as Store

const idle: Chat = {
  conversationId: '019a0000-0000-7000-8000-000000000006',
  storeId,
  shopperId,
  language: 'en',
  languageChosen: false,
  step: 'idle',
  memory: {},
  lastInboundAt: null,
  handedOverAt: null,
}

const typed = (text: string): Said => ({ kind: 'text', text, about: null })

function intentOf(said: Said | string, chat: Partial<Chat> = {}) {
  const readTap = (id: string) => {
    const reading = readAction(key, { storeId, shopperId }, id)
    return reading.ok ? reading : null
  }
  return understand(typeof said === 'string' ? typed(said) : said, { chat: { ...idle, ...chat }, store, now, readTap })
}

t.test('every step understands the global words in both languages', async (t) => {
  const table: [string, string[]][] = [
    ['menu', ['menu', 'Main menu', 'HELP', 'القائمة', 'المنيو', 'مساعدة']],
    ['cart', ['cart', 'my cart', 'Show me my cart please', 'السلة', 'سلتي', 'عربة', 'السله', 'السَّلّة']],
    ['checkout', ['checkout', 'check out', 'إتمام الطلب', 'اتمام الطلب', 'كمل الطلب', 'خلاص']],
    [
      'orders',
      ['order status', 'where is my order?', 'Where’s my order', 'وين طلبي؟', 'فين الأوردر', 'طلباتي', 'تتبع'],
    ],
    ['agent', ['agent', 'talk to a person', 'human!', 'موظف', 'خدمة العملاء', 'ابي اكلم موظف']],
    ['agent', ['I want to talk to a human', 'Can I speak to someone please', 'أريد التحدث مع موظف لو سمحت']],
    ['agent', ['ممكن أكلم خدمة العملاء', 'أبغى التواصل مع موظف']],
    ['stop', ['STOP', 'unsubscribe', 'إيقاف', 'ايقاف', 'الغاء الاشتراك']],
    ['pay_cash', ['cash', 'COD', 'كاش', 'نقداً', 'عند الاستلام', 'الدفع عند الإستلام']],
    ['method', ['card', 'visa', 'بطاقة', 'مدى', 'فيزا']],
    ['change_address', ['address', 'change address', 'العنوان', 'تغيير العنوان', 'الموقع']],
    ['edit', ['edit', 'edit cart', 'تعديل', 'عدل الطلب']],
    ['cancel', ['cancel', 'cancel my order', 'إلغاء', 'الغاء الطلب', 'كنسل']],
    ['order_again', ['reorder', 'same again', 'إعادة الطلب', 'نفس الطلب']],
    ['language', ['English', 'العربية', 'عربي', 'بالعربي', 'انجليزي', 'language']],
    ['pay_again', ['pay', 'payment link', 'ادفع', 'رابط الدفع']],
    ['browse', ['products', 'what do you have?', 'المنتجات', 'وش عندكم؟', 'عندكم ايه']],
  ]
  for (const [is, words] of table) {
    for (const word of words) {
      for (const step of ['idle', 'address', 'phone', 'quantity'] as const) {
        t.equal(intentOf(word, { step }).is, is, `${word} while ${step}`)
      }
    }
  }
})

t.test('a greeting greets, thanks need no answer', async (t) => {
  for (const words of ['hi', 'Hello!', 'السلام عليكم', 'مرحبا 👋', 'هلا والله', 'صباح الخير'])
    t.same(intentOf(words), { is: 'greet' })
  t.same(intentOf('شكراً'), { is: 'nothing', why: 'thanks' })
  t.same(intentOf('👍'), { is: 'nothing', why: 'empty' })
})

t.test('anything else is something to look for, without the words that only carry the wish', async (t) => {
  const searched = (
    words: string,
    text: string,
    { said = words, quantity = null as number | null, order = false } = {},
  ) => t.same(intentOf(words), { is: 'search', text, said, quantity, order, page: 0 })
  searched('Do you have ajwa dates?', 'ajwa dates', { said: 'ajwa dates' })
  searched('ابي تمر عجوة لو سمحت', 'تمر عجوه', { said: 'تمر عجوة' })
  searched('بكم العسل', 'العسل', { said: 'العسل' })
  searched('Order D-41', 'd 41', { said: 'D-41', order: true })
  searched('طلب D-41', 'd 41', { said: 'D-41', order: true })
  searched('اطلب ٢ تمر عجوة', 'تمر عجوه', { said: '٢ تمر عجوة', quantity: 2, order: true })
  searched('2 of the dates', 'dates', { said: '2 dates', quantity: 2 })
  searched('٣ تمر سكري', 'تمر سكري', { quantity: 3 })
  for (const nothing of ['how much is it?', 'what is the price of this one', 'كم سعر هذا؟', 'are you there?']) {
    t.same(intentOf(nothing), { is: 'greet' }, nothing)
  }
  t.same(intentOf('what is the price of the'), { is: 'greet' })
})

t.test('an order is asked for by its number in either script of digits', async (t) => {
  for (const words of ['order 41', 'Order #41', 'my order no 41', 'طلب رقم ٤١', 'طلبي ٤١', '#41']) {
    t.same(intentOf(words), { is: 'order_number', number: 41 }, words)
  }
  t.equal(orderNumberIn('41'), null, 'a bare number is no order')
})

t.test('a number or a title picks from what was offered last', async (t) => {
  const offered = [
    { verb: 'add' as const, args: [packUuid(variantId), '1'], title: 'ajwa dates' },
    { verb: 'menu' as const, args: [], title: 'القائمه' },
  ]
  const memory = { offered, offeredAt: 3 }
  const added = { is: 'add', variantId, quantity: 1 }
  for (const words of ['1', '١', 'one', 'واحد', 'Ajwa dates', 'ajwa  DATES!'])
    t.same(intentOf(words, { memory }), added, words)
  t.same(intentOf('٢', { memory }), { is: 'menu' })
  const twins = { offered: [...offered, ...offered.slice(0, 1)], offeredAt: 3 }
  t.match(intentOf('Ajwa dates', { memory: twins }), { is: 'search' }, 'two choices share the title')
  t.match(intentOf('3', { memory }), { is: 'search' }, 'there is no third')
  t.match(intentOf('1'), { is: 'search' }, 'nothing was offered')
})

t.test('the version of the cart that was shown goes with a typed choice too', async (t) => {
  const offered = [{ verb: 'confirm' as const, args: [packUuid(cartId), 'digest'], title: 'yes confirm' }]
  const confirmed = { is: 'confirm', pin: { cartId, version: 7, digest: 'digest' } }
  for (const words of ['1', 'yes', 'نعم', 'أكيد', 'ok', 'Yes, confirm']) {
    t.same(intentOf(words, { memory: { offered, offeredAt: 7 } }), confirmed, words)
  }
  t.same(intentOf('yes'), { is: 'nothing', why: 'acknowledged' }, 'nothing was asked')
})

t.test('where a quantity is asked for, numbers and number words give it', async (t) => {
  const asked = { step: 'quantity' as const, memory: { variantId } }
  for (const words of ['3', '٣', '۳', 'three', 'ثلاثة', 'x3'])
    t.same(intentOf(words, asked), { is: 'quantity', variantId, quantity: 3 })
  t.same(intentOf('0', asked), { is: 'quantity', variantId, quantity: 0 })
  t.match(intentOf('a lot', asked), { is: 'search' })
})

t.test('where an address is asked for, free text is one, and a phone in it is the courier’s', async (t) => {
  t.same(intentOf('Olaya St 12, Riyadh\n0500000001', { step: 'address' }), {
    is: 'address',
    address: { text: 'Olaya St 12, Riyadh', latitude: null, longitude: null },
    phone: '+966500000001',
  })
  t.same(intentOf('حي العليا، شارع ١٢، جوال ٠٥٠ ٠٠٠ ٠٠٠١', { step: 'address' }), {
    is: 'address',
    address: { text: 'حي العليا، شارع ١٢', latitude: null, longitude: null },
    phone: '+966500000001',
  })
  t.same(intentOf('+٩٦٦ ٥٠ ٠٠٠ ٠٠٠١', { step: 'phone' }), { is: 'phone', phone: '+966500000001' })
  t.same(intentOf('later', { step: 'phone' }), { is: 'phone', phone: null })
})

t.test('a pin is an address whenever it comes', async (t) => {
  t.match(intentOf({ kind: 'pin', latitude: 24.7, longitude: 46.6, label: null }), {
    is: 'address',
    address: { text: '📍 24.70000, 46.60000', latitude: 24.7, longitude: 46.6 },
  })
})

t.test('row 15: a button works for its shopper and nobody else', async (t) => {
  const sign = (owner: string, secret = key) =>
    signAction(secret, { storeId, shopperId: owner, verb: 'add', args: [packUuid(variantId), '2'], version: 1 })
  const tap = (id: string): Said => ({ kind: 'tap', id, title: 'Ajwa' })
  t.same(intentOf(tap(sign(shopperId))), { is: 'add', variantId, quantity: 2 })
  for (const id of [
    sign(otherShopperId),
    sign(shopperId, randomBytes(32)),
    `${sign(shopperId)}x`,
    'add:x:1:y',
    '',
    '💥',
  ]) {
    t.same(intentOf(tap(id)), { is: 'forged' }, id)
  }
  const genuineNonsense = signAction(key, { storeId, shopperId, verb: 'add', args: ['not-an-id'], version: 1 })
  t.same(intentOf(tap(genuineNonsense)), { is: 'forged' })
})

t.test('while a person is called the shop is silent to words, and back at a button, a cart or "menu"', async (t) => {
  const waiting = { handedOverAt: new Date(now.getTime() - 3_600_000) }
  const silent = { is: 'nothing', why: 'handed_over' }
  for (const words of ['ajwa', 'cash', 'hello?', '1']) t.same(intentOf(words, waiting), silent, words)
  t.same(intentOf({ kind: 'voice' }, waiting), silent)
  t.same(intentOf('menu', waiting), { is: 'menu' })
  t.same(intentOf('القائمة', waiting), { is: 'menu' })
  t.same(intentOf('stop', waiting), { is: 'stop' })
  t.match(intentOf({ kind: 'cart', items: [], note: null }, waiting), { is: 'native_cart' })
  const id = signAction(key, { storeId, shopperId, verb: 'bot', args: [], version: 0 })
  t.same(intentOf({ kind: 'tap', id, title: '' }, waiting), { is: 'bot' })
  const longAgo = { handedOverAt: new Date(now.getTime() - 25 * 3_600_000) }
  t.match(intentOf('ajwa', longAgo), { is: 'search' }, 'nobody came for a day: the shop answers again')
})

t.test('a new conversation begins in the language of its first words, when the shop speaks it', async (t) => {
  t.equal(firstLanguage(typed('hello'), store), 'en')
  t.equal(firstLanguage(typed('مرحبا'), store), 'ar')
  t.equal(firstLanguage(typed('Привет'), store), 'ar')
  t.equal(firstLanguage({ kind: 'voice' }, store), 'ar')
  t.equal(firstLanguage(typed('hello'), { languages: ['ar'], defaultLanguage: 'ar' }), 'ar')
})

t.test('one message in the other language changes nothing, a second in a row changes the language', async (t) => {
  const hear = (said: Said, chat: Partial<Chat> = {}) => judgeLanguage(said, { chat: { ...idle, ...chat }, store })
  t.same(hear(typed('مرحبا')), { language: 'en', heardOther: true })
  t.same(hear(typed('وين طلبي'), { memory: { heardOther: true } }), { language: 'ar', heardOther: false })
  t.same(hear(typed('thanks'), { memory: { heardOther: true } }), { language: 'en', heardOther: false })
  t.same(
    hear(typed('123'), { memory: { heardOther: true } }),
    { language: 'en', heardOther: true },
    'digits say nothing',
  )
  t.same(hear(typed('حي العليا'), { step: 'address' }), { language: 'en', heardOther: false }, 'nor do addresses')
  t.same(hear(typed('مرحبا'), { languageChosen: true }), { language: 'en', heardOther: false }, 'a choice stands')
})

t.test('words are compared folded, and wishes lose only what carries them', async (t) => {
  t.equal(plainWords('  «السَّلّة»!! '), 'السله')
  t.equal(wordIn(plainWords('نقـــداً')), 'cash')
  t.equal(wordIn('constructor'), null)
  t.same(wishIn(plainWords('ابغى 2 كيلو تمر')), { text: '2 كيلو تمر', quantity: null, order: false })
  t.same(wishIn(plainWords('2 kg ajwa')), { text: '2 kg ajwa', quantity: null, order: false }, 'a measure')
  t.same(wishIn(plainWords('2 kghaleej')), { text: 'kghaleej', quantity: 2, order: false })
})
