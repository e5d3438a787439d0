import t from 'tap'
import { flowFields } from '#phone/chat/flow-fields.ts'
import { isShown, kindOf } from '#phone/chat/kind-of.ts'
import { isPayLink, isWebLink } from '#phone/chat/links.ts'
import { timeFitsLastLine } from '#phone/chat/meta-place.ts'
import { placesOf } from '#phone/chat/places.ts'
import { previewOf, wordsOf } from '#phone/chat/preview.ts'
import type { ChatMessage, ShownTemplate } from '#phone/state/types.ts'
import { ar } from '#phone/text/ar.ts'
import { en } from '#phone/text/en.ts'
import { dayLabel, listLabel, timeOfDay } from '#phone/text/times.ts'
import { aMessage } from './messages.ts'

const interactive = (content: Record<string, unknown>, more: Partial<ChatMessage> = {}) =>
  aMessage({ type: 'interactive', body: { interactive: content }, ...more })
const template: ShownTemplate = { header: '', headerType: '', body: 'Your *order*', footer: '', buttons: [] }

const kinds: [ChatMessage, string][] = [
  [aMessage({}), 'text'],
  [interactive({ type: 'button' }), 'buttons'],
  [interactive({ type: 'list' }), 'list'],
  [interactive({ type: 'cta_url' }), 'cta_url'],
  [interactive({ type: 'location_request_message' }), 'location_request'],
  [interactive({ type: 'flow' }), 'flow'],
  [interactive({ type: 'product_list' }), 'product_list'],
  [interactive({ type: 'catalog_message' }), 'catalog'],
  [interactive({ type: 'list_reply', list_reply: { title: 'Dates' } }), 'reply'],
  [interactive({ type: 'nfm_reply' }), 'flow_reply'],
  [aMessage({ type: 'button', body: { button: { text: 'Track' } } }), 'reply'],
  [aMessage({ type: 'template', body: {}, template }), 'template'],
  [aMessage({ type: 'order', body: {} }), 'order'],
  [aMessage({ deleted: true }), 'deleted'],
]

for (const [message, expected] of kinds) {
  t.test(`${message.type} of this body is a ${expected}`, async (t) => t.equal(kindOf(message), expected))
}

t.test('what is done to another message has no bubble of its own', async (t) => {
  t.same(
    ['text', 'reaction', 'edit', 'revoke', 'order'].filter((type) => isShown(aMessage({ type }))),
    ['text', 'order'],
  )
})

t.test('a preview says what was sent in the language of the page', async (t) => {
  const photo = aMessage({ type: 'image', body: { image: { caption: 'the *box*' } } })
  t.equal(previewOf(photo, 'en'), 'Photo the box')
  t.equal(previewOf(photo, 'ar'), 'صورة the box')
  t.equal(previewOf(interactive({ type: 'button_reply', button_reply: { id: '1', title: 'Pay' } }), 'en'), 'Pay')
  t.equal(previewOf(aMessage({ type: 'template', body: {}, template }), 'en'), 'Your order')
  t.equal(previewOf(aMessage({ body: { text: { body: 'a\n\nb' } } }), 'en'), 'a b')
  t.equal(previewOf(aMessage({ deleted: true, direction: 'in' }), 'en'), 'You deleted this message')
})

t.test('an edited text shows what it was changed to', async (t) => {
  t.equal(wordsOf(aMessage({ edited: true, text: 'two kilos' })), 'two kilos')
})

t.test(
  'the time stands in the last line only when that line runs as the page does and no footer follows',
  async (t) => {
    const arabic = aMessage({ body: { text: { body: 'تم الطلب' } } })
    t.equal(timeFitsLastLine(arabic, 'text', 'rtl'), true)
    t.equal(timeFitsLastLine(arabic, 'text', 'ltr'), false)
    t.equal(timeFitsLastLine(aMessage({ body: { text: { body: '2' } } }), 'text', 'rtl'), true)
    const footed = interactive({ type: 'button', body: { text: 'Sure?' }, footer: { text: 'Shop' } })
    t.equal(timeFitsLastLine(footed, 'buttons', 'ltr'), false)
    t.equal(timeFitsLastLine(aMessage({}), 'voice', 'ltr'), false)
  },
)

t.test('days are named as people name them', async (t) => {
  const now = new Date(2026, 10, 22, 15, 0)
  const at = (day: number, hour = 9) => new Date(2026, 10, day, hour, 5).toISOString()
  t.equal(dayLabel(at(22), now.getTime(), 'en'), 'Today')
  t.equal(dayLabel(at(21, 23), now.getTime(), 'ar'), 'أمس')
  t.equal(dayLabel(at(19), now.getTime(), 'en'), 'Thursday')
  t.equal(dayLabel(at(2), now.getTime(), 'en'), '2 November 2026')
  t.match(dayLabel(at(2), now.getTime(), 'ar'), /نوفمبر/)
  t.equal(timeOfDay(at(22), 'ar'), '09:05')
  t.equal(listLabel(at(22), now.getTime(), 'en'), '09:05')
  t.equal(listLabel(at(21), now.getTime(), 'en'), 'Yesterday')
})

t.test('every country of the demo has places to send, and any other has some', async (t) => {
  for (const currency of ['SAR', 'KWD', 'XAF']) {
    const places = placesOf(currency)
    t.ok(places.length >= 3)
    t.ok(places.every(({ latitude, longitude }) => Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180))
  }
})

t.test('a form asks what the shop filled in before, else for an address', async (t) => {
  t.same(flowFields({ flow_action_payload: { screen: 'A', data: { size: 'M', options: [1] } } }), ['size'])
  t.ok(flowFields({}).includes('street'))
})

t.test('both languages say everything, and no text was forgotten', async (t) => {
  const latin = (text: string) => /[a-z]{3}/i.test(text)
  t.same(Object.keys(ar), Object.keys(en))
  const untold = Object.entries(ar).filter(
    ([key, value]) => key !== 'language' && typeof value === 'string' && latin(value),
  )
  t.same(untold, [])
  t.equal(ar.newMessages(2), 'رسالتان جديدتان')
  t.equal(ar.newMessages(3), '3 رسائل جديدة')
  t.equal(ar.newMessages(11), '11 رسالة جديدة')
})

t.test('a payment link of the shop opens over the chat, another one does not', async (t) => {
  const shop = 'http://127.0.0.1:3000'
  t.equal(isPayLink('http://127.0.0.1:3000/p/abc', shop), true)
  t.equal(isPayLink('http://127.0.0.1:3000/t/abc', shop), false)
  t.equal(isPayLink('https://elsewhere.test/p/abc', shop), false)
  t.equal(isPayLink('https://elsewhere.test/p/abc', null), true)
  t.equal(isPayLink('nonsense', null), false)
})

t.test('nothing but web addresses can be opened from a message', async (t) => {
  t.equal(isWebLink('https://shop.test/1'), true)
  for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'shop.test', '']) {
    t.equal(isWebLink(url), false, url)
  }
})
