import { isDeepStrictEqual } from 'node:util'
import { naughtyStrings } from '#test/hostile/corpus/naughty-strings.ts'
import {
  envelopeOf,
  type Fields,
  messageChange,
  messageKinds,
  noticeKinds,
  type Street,
  statusChange,
  statusKinds,
} from '#test/hostile/corpus/webhook-shapes.ts'
import { mutate } from '#test/support/hostile/mutate.ts'
import type { Answer, Scenario, Send } from '#test/support/hostile/play.ts'
import { asMetaWrites, type Deliveries, depthOf, signedByMeta, storableDeep } from '#test/support/hostile/webhooks.ts'

export type AtMeta = { street: Street; appSecret: string; deliveries: Deliveries }

/** Bodies of one to three changes, up to four mutations in each; some twice, some with one byte changed after signing. */
export function* mutatedWebhooks(at: AtMeta): Generator<Scenario> {
  const { street } = at
  for (let n = 0; ; n += 1) {
    const changes = Array.from({ length: 1 + street.dice.below(3) }, () => anyChange(street))
    const { value, how } = mutate(envelopeOf(street, changes), { dice: street.dice, times: street.dice.below(5) })
    const text = street.dice.chance(0.5) ? asMetaWrites(value) : JSON.stringify(value, null, street.dice.pick([0, 1]))
    const body = Buffer.from(text)
    const name = `webhook ${n}: ${how.join(', ')}`
    if (n % 20 === 7) yield { name: `${name}, changed after signing`, run: (send) => sendForged(send, body, at) }
    else yield { name, run: (send) => sendMutated(send, { body, twice: n % 8 === 3 }, at) }
  }
}

function anyChange(street: Street): Fields {
  const { dice } = street
  const lot = dice.below(10)
  if (lot < 7) return messageChange(street, dice.pick(Object.keys(messageKinds)))
  if (lot < 9) return statusChange(street, dice.pick(Object.keys(statusKinds)))
  return noticeKinds[dice.pick(Object.keys(noticeKinds))]?.(street) ?? {}
}

/** What lies deeper is kept unread. */
const MOST_DEPTH = 32

type Posted = { body: Buffer; twice: boolean }

async function sendMutated(send: Send, { body, twice }: Posted, { appSecret, deliveries }: AtMeta) {
  const sent = signedByMeta(body, appSecret)
  const answers: Answer[] = []
  for (let times = twice ? 2 : 1; times > 0; times -= 1) answers.push(await send(sent))
  for (const answer of answers) deliveries.note('whatsapp', sent, answer)
  const payload: unknown = JSON.parse(body.toString())
  if (depthOf(payload) <= MOST_DEPTH) deliveries.noteContents(payload)
  const other = answers.find(({ status }) => status !== 200)
  return other === undefined ? null : `what Meta signed was answered ${other.status}: ${body.toString().slice(0, 400)}`
}

async function sendForged(send: Send, body: Buffer, { street, appSecret, deliveries }: AtMeta) {
  const { headers = {} } = signedByMeta(body, appSecret)
  const changed = Buffer.from(body)
  const place = street.dice.below(changed.length)
  changed[place] = (changed[place] ?? 0) ^ 1
  const sent = { method: 'POST', url: '/webhooks/whatsapp', headers, body: changed }
  const answer = await send(sent)
  deliveries.note('whatsapp', sent, answer)
  return answer.status === 401 ? null : `what nobody signed was answered ${answer.status}`
}

/** Where a webhook carries text of a stranger: which change, and how the text gets into it. */
const slots: Record<string, { kind: string; put: (message: Fields, contact: Fields, text: string) => void }> = {
  text: { kind: 'text', put: (message, _, text) => set(message, 'text.body', text) },
  'profile name': { kind: 'text', put: (_, contact, text) => set(contact, 'profile.name', text) },
  username: { kind: 'text', put: (_, contact, text) => set(contact, 'profile.username', text) },
  'button id': { kind: 'button', put: (message, _, text) => set(message, 'interactive.button_reply.id', text) },
  'button title': { kind: 'button', put: (message, _, text) => set(message, 'interactive.button_reply.title', text) },
  'row id': { kind: 'row', put: (message, _, text) => set(message, 'interactive.list_reply.id', text) },
  'row description': {
    kind: 'row',
    put: (message, _, text) => set(message, 'interactive.list_reply.description', text),
  },
  'form answer': { kind: 'form', put: (message, _, text) => set(message, 'interactive.nfm_reply.response_json', text) },
  'template payload': { kind: 'template', put: (message, _, text) => set(message, 'button.payload', text) },
  'order note': { kind: 'order', put: (message, _, text) => set(message, 'order.text', text) },
  'item id': {
    kind: 'order',
    put: (message, _, text) => set(message, 'order.product_items.0.product_retailer_id', text),
  },
  'item currency': { kind: 'order', put: (message, _, text) => set(message, 'order.product_items.0.currency', text) },
  'item quantity': { kind: 'order', put: (message, _, text) => set(message, 'order.product_items.0.quantity', text) },
  'place name': { kind: 'location', put: (message, _, text) => set(message, 'location.name', text) },
  'place address': { kind: 'location', put: (message, _, text) => set(message, 'location.address', text) },
  caption: { kind: 'image', put: (message, _, text) => set(message, 'image.caption', text) },
  'file name': { kind: 'document', put: (message, _, text) => set(message, 'document.filename', text) },
  emoji: { kind: 'reaction', put: (message, _, text) => set(message, 'reaction.emoji', text) },
  'quoted message': { kind: 'question', put: (message, _, text) => set(message, 'context.id', text) },
  'asked product': {
    kind: 'asked',
    put: (message, _, text) => set(message, 'context.referred_product.product_retailer_id', text),
  },
  'advert headline': { kind: 'advert', put: (message, _, text) => set(message, 'referral.headline', text) },
  'new number': { kind: 'newNumber', put: (message, _, text) => set(message, 'system.wa_id', text) },
  'user id': {
    kind: 'text',
    put: (message, contact, text) => {
      message.from_user_id = text
      contact.user_id = text
    },
  },
  'phone number': {
    kind: 'text',
    put: (message, contact, text) => {
      message.from = text
      contact.wa_id = text
    },
  },
  'message id': {
    kind: 'text',
    put: (message, _, text) => {
      message.id = `${text}${String(message.id)}`
    },
  },
  timestamp: { kind: 'text', put: (message, _, text) => set(message, 'timestamp', text) },
  type: { kind: 'text', put: (message, _, text) => set(message, 'type', text) },
}

function set(target: Fields, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  let at: Fields = target
  for (const key of keys) at = at[key] as Fields
  at[last] = value
}

/** Every naughty text in every slot, in an order of its own; what is stored is the text made storable, nothing else. */
export function* naughtyWebhooks(at: AtMeta, read: (key: string) => Promise<Fields | null>): Generator<Scenario> {
  const pairs = Object.keys(slots).flatMap((slot) => naughtyStrings.map(({ kind, text }) => ({ slot, kind, text })))
  for (const { slot, kind, text } of at.street.dice.shuffled(pairs)) {
    yield {
      name: `${slot} of the kind ${kind}: ${JSON.stringify(text.slice(0, 40))}`,
      run: naughty(at, { slot, text }, read),
    }
  }
}

function naughty(
  { street, appSecret, deliveries }: AtMeta,
  { slot, text }: { slot: string; text: string },
  read: (key: string) => Promise<Fields | null>,
): Scenario['run'] {
  return async (send) => {
    const { kind = 'text', put } = slots[slot] ?? {}
    const change = messageChange(street, kind)
    const value = change.value as { messages: [Fields]; contacts: [Fields] }
    put?.(value.messages[0], value.contacts[0], text)
    const payload = envelopeOf(street, [change])
    const body = Buffer.from(street.dice.chance(0.5) ? asMetaWrites(payload) : JSON.stringify(payload))
    const sent = signedByMeta(body, appSecret)
    const answer = await send(sent)
    deliveries.note('whatsapp', sent, answer)
    deliveries.noteContents(payload)
    if (answer.status !== 200) return `answered ${answer.status}`
    if (slot === 'message id') return null
    const stored = await read(`${street.setting.phoneNumberId}|${String(value.messages[0].id)}`)
    return isDeepStrictEqual(stored, storableDeep(value.messages[0]))
      ? null
      : `stored ${JSON.stringify(stored)?.slice(0, 300)}`
  }
}
