import { packUuid, unpackUuid } from '#shared/signed-action.ts'
import { cutGraphemes } from '#shared/text.ts'
import type { Intent, Pin } from './intent.types.ts'
import { plainWords, wishIn } from './words.rules.ts'

/** A button read back: genuine, and made for this shopper. */
export type Tap = { verb: string; args: readonly string[]; version: number }

type Reading = (tap: Tap) => Intent | null

const withId = (tap: Tap, intentOf: (id: string) => Intent): Intent | null => {
  const id = unpackUuid(tap.args[0] ?? '')
  return id === null ? null : intentOf(id)
}

const pageOf = (text: string | undefined): number => (/^[0-9]{1,4}$/.test(text ?? '') ? Number(text) : 0)

function pinOf({ args, version }: Tap): Pin | null {
  const cartId = unpackUuid(args[0] ?? '')
  return cartId === null ? null : { cartId, version, digest: args[1] ?? '' }
}

const pinned = (tap: Tap, intentOf: (pin: Pin) => Intent): Intent | null => {
  const pin = pinOf(tap)
  return pin === null ? null : intentOf(pin)
}

const plain =
  (intent: Intent): Reading =>
  () =>
    intent

const readings: Readonly<Record<string, Reading>> = {
  menu: plain({ is: 'menu' }),
  cart: plain({ is: 'cart' }),
  change: plain({ is: 'change' }),
  'change-address': plain({ is: 'change_address' }),
  orders: plain({ is: 'orders' }),
  agent: plain({ is: 'agent' }),
  bot: plain({ is: 'bot' }),
  browse: ({ args }) => ({ is: 'browse', page: pageOf(args[0]) }),
  'edit-cart': ({ args }) => ({ is: 'edit_cart', page: pageOf(args[0]) }),
  collection: (tap) => withId(tap, (collectionId) => ({ is: 'collection', collectionId, page: pageOf(tap.args[1]) })),
  search: ({ args }) => {
    const said = unpackText(args[0] ?? '')
    return {
      is: 'search',
      text: wishIn(plainWords(said)).text,
      said,
      quantity: null,
      order: false,
      page: pageOf(args[1]),
    }
  },
  add: (tap) => withId(tap, (variantId) => ({ is: 'add', variantId, quantity: pageOf(tap.args[1]) || 1 })),
  line: (tap) => withId(tap, (variantId) => ({ is: 'line', variantId })),
  remove: (tap) => withId(tap, (variantId) => ({ is: 'quantity', variantId, quantity: 0 })),
  'use-address': (tap) => withId(tap, (addressId) => ({ is: 'use_address', addressId })),
  order: (tap) => withId(tap, (orderId) => ({ is: 'order', orderId })),
  'pay-again': (tap) => withId(tap, (orderId) => ({ is: 'pay_again', orderId })),
  'pay-cash': (tap) => withId(tap, (orderId) => ({ is: 'pay_cash', orderId })),
  'order-again': (tap) => withId(tap, (orderId) => ({ is: 'order_again', orderId })),
  'cancel-order': (tap) => withId(tap, (orderId) => ({ is: 'cancel_order', orderId })),
  'empty-cart': (tap) => pinned(tap, (pin) => ({ is: 'empty_cart', pin })),
  checkout: (tap) => pinned(tap, (pin) => ({ is: 'checkout', pin })),
  pay: (tap) => pinned(tap, (pin) => ({ is: 'method', method: 'card', pin })),
  cash: (tap) => pinned(tap, (pin) => ({ is: 'method', method: 'cash_on_delivery', pin })),
  confirm: (tap) => pinned(tap, (pin) => ({ is: 'confirm', pin })),
  'merge-add': (tap) => pinned(tap, (pin) => ({ is: 'merge', how: 'add', pin })),
  'merge-replace': (tap) => pinned(tap, (pin) => ({ is: 'merge', how: 'replace', pin })),
  'merge-apart': (tap) => pinned(tap, (pin) => ({ is: 'merge', how: 'apart', pin })),
  language: ({ args }) => ({ is: 'language', language: args[0] === 'ar' ? 'ar' : 'en' }),
}

/** What a button means; null for one that no release of ours has made. */
export function intentOfTap(tap: Tap): Intent | null {
  const read = Object.hasOwn(readings, tap.verb) ? readings[tap.verb] : undefined
  return read?.(tap) ?? null
}

/** What `checkout` and its like carry: the cart they were made from and what it was to cost. */
export function pinArgs({ cartId, digest }: Omit<Pin, 'version'>): string[] {
  return digest === '' ? [packUuid(cartId)] : [packUuid(cartId), digest]
}

const mostPacked = 60

/** What was searched for, in the characters a button id may hold. */
export function packText(text: string): string {
  return Buffer.from(cutGraphemes(text, mostPacked, 'utf8Bytes')).toString('base64url')
}

function unpackText(packed: string): string {
  return Buffer.from(packed, 'base64url').toString('utf8').replace('…', '')
}
