import { isBsuid } from '#shared/phone.ts'
import { cutGraphemes, parseQuantity } from '#shared/text.ts'
import type { ClaimedItem, Said } from './inbound.types.ts'
import { fieldOf, listAt, numberAt, textAt } from './json.rules.ts'

const mostItems = 200
const mostNote = 500

/** WhatsApp's own cart. A line without a product is nothing to sell; every other oddity is left to be judged. */
export function readCart(order: unknown): Said {
  const items = listAt(order, 'product_items')
    .slice(0, mostItems)
    .flatMap((item): ClaimedItem[] => {
      const retailerId = textAt(item, 'product_retailer_id')
      if (retailerId === null) return []
      const [price, currency] = [numberAt(item, 'item_price'), textAt(item, 'currency')]
      return [{ retailerId, quantity: quantityOf(item), price, currency }]
    })
  if (items.length === 0) return { kind: 'unreadable', what: 'order without items' }
  const note = textAt(order, 'text')
  return { kind: 'cart', items, note: note === null ? null : cutGraphemes(note.trim(), mostNote) }
}

/** NaN for what is no number of things, so that it is refused and not guessed. */
function quantityOf(item: unknown): number {
  const quantity = fieldOf(item, 'quantity')
  if (typeof quantity === 'string') return parseQuantity(quantity) ?? Number.NaN
  return typeof quantity === 'number' && Number.isSafeInteger(quantity) && quantity > 0 ? quantity : Number.NaN
}

export function readLocation(location: unknown): Said {
  const [latitude, longitude] = [numberAt(location, 'latitude'), numberAt(location, 'longitude')]
  if (latitude === null || longitude === null || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) {
    return { kind: 'unreadable', what: 'location' }
  }
  const label = [textAt(location, 'name'), textAt(location, 'address')].filter((part) => part !== null).join(', ')
  return { kind: 'pin', latitude, longitude, label: label === '' ? null : label }
}

export function readPhones(message: unknown): string[] {
  return listAt(message, 'contacts')
    .flatMap((contact) => listAt(contact, 'phones'))
    .flatMap((phone) => textAt(phone, 'phone') ?? textAt(phone, 'wa_id') ?? [])
}

/** It is kept as the reason of an outcome, so it must look like a word of Meta's. */
function systemWord(type: string): string {
  return /^[a-z_]{1,40}$/.test(type) ? `system ${type}` : 'system'
}

/** Names of the new number and id as Meta has spelled them over the years. */
export function readSystem(system: unknown): Said {
  const type = textAt(system, 'type') ?? 'none'
  if (type === 'customer_identity_changed') return { kind: 'identity_changed' }
  const moves = ['user_changed_number', 'customer_changed_number', 'user_changed_user_id']
  if (!moves.includes(type)) return { kind: 'aside', what: systemWord(type) }
  const waId = textAt(system, 'wa_id') ?? textAt(system, 'new_wa_id')
  const bsuid = textAt(system, 'user_id') ?? textAt(system, 'new_user_id')
  return {
    kind: 'moved',
    waId: waId !== null && /^[1-9][0-9]{4,19}$/.test(waId) ? waId : null,
    bsuid: bsuid !== null && isBsuid(bsuid) ? bsuid : null,
  }
}
