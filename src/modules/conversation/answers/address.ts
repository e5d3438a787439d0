import type { Quote } from '#modules/cart/index.ts'
import type { GivenAddress } from '#modules/conversation/chat.types.ts'
import { isAddress } from '#modules/conversation/giving.rules.ts'
import { checkoutTexts } from '#modules/conversation/texts/checkout-texts.ts'
import { amountText, pieceCount } from '#modules/conversation/texts/phrases.ts'
import type { Choice, Reply, Situation, Turn } from '#modules/conversation/turn.types.ts'
import { courierPhoneOf } from '#modules/shoppers/index.ts'
import { packUuid } from '#shared/ids.ts'
import { homeChoices } from './home.ts'
import { countOf } from './lines.ts'
import { addressText } from './pay-link.ts'
import { answered, paragraphs, pending, titled } from './turns.ts'

/** Asks where to deliver, and in the same breath for a phone when the chat has none. */
export function askAddress(situation: Situation, quote: Quote): Turn {
  const { language } = situation
  const amount = (value: number) => amountText(value, quote.currency, language)
  const text = checkoutTexts.askAddress(language, {
    items: pieceCount(language, { count: countOf(quote.lines) }),
    amount: amount(quote.subtotal),
    fee: quote.delivery > 0 ? checkoutTexts.plusDelivery(language, { amount: amount(quote.delivery) }) : '',
  })
  return askPlace(situation, text)
}

/** Offers the saved addresses, and takes a new one. */
export function askNewAddress(situation: Situation): Turn {
  const { language, addresses, chat } = situation
  const known = chat.memory.unverified === true ? [] : addresses.slice(0, 9)
  if (known.length < 2) return askPlace(situation, checkoutTexts.askNewAddress(language, {}))
  const choices = known.map(
    (address): Choice => ({
      verb: 'use-address',
      args: [packUuid(address.id)],
      title: address.text,
      description: address.text,
    }),
  )
  const say = {
    kind: 'list' as const,
    text: checkoutTexts.askWhichAddress(language, {}),
    button: titled(situation, 'choose'),
    sections: [{ title: titled(situation, 'yoursSection'), choices }],
  }
  return answered(pending(situation, { step: 'address' }), { say, purpose: 'address' })
}

export function addressTooShort(situation: Situation): Turn {
  return askPlace(situation, checkoutTexts.shortAddress(situation.language, {}))
}

function askPlace(situation: Situation, text: string): Turn {
  const { language } = situation
  const phone = courierPhone(situation) === null ? checkoutTexts.alsoPhone(language, {}) : null
  const asking = pending(situation, { step: 'address', memory: { address: undefined } })
  return answered(asking, { say: { kind: 'location_request', text: paragraphs(text, phone) }, purpose: 'address' })
}

export function askPhone(situation: Situation): Turn {
  return asking(situation, checkoutTexts.askPhone(situation.language, {}))
}

export function phoneUnclear(situation: Situation): Turn {
  return asking(situation, checkoutTexts.phoneUnclear(situation.language, {}))
}

function asking(situation: Situation, text: string): Turn {
  return answered(pending(situation, { step: 'phone' }), { say: { kind: 'text', text }, purpose: 'address' })
}

function courierPhone({ pending: { shopper }, shopper: known }: Situation): string | null {
  return shopper?.deliveryPhone ?? courierPhoneOf(known)
}

/** An address outside any order: kept for the next one. */
export function keepAddress(situation: Situation, address: GivenAddress): Turn {
  const text = checkoutTexts.addressKept(situation.language, { address: addressText(address.text, situation) })
  return answered(situation, { say: { kind: 'buttons', text, choices: homeChoices(situation) }, purpose: 'address' })
}

type Given = { address: GivenAddress; phone: string | null }

/** What was given is taken over; the caller goes on to the order. */
export function takeAddress(situation: Situation, { address, phone }: Given, goOn: (next: Situation) => Reply): Reply {
  const withPhone = phone === null ? situation : pending(situation, { shopper: { deliveryPhone: phone } })
  if (address.latitude === null && !isAddress(address)) return addressTooShort(withPhone)
  const given = pending(withPhone, { usedAddress: address, memory: { unverified: undefined, address: undefined } })
  return situation.cart.lines.length > 0 ? goOn(given) : keepAddress(given, address)
}

/** The phone that was asked for; it belongs to the place that was given before it. */
export function takePhone(situation: Situation, phone: string | null, goOn: (next: Situation) => Reply): Reply {
  if (phone === null) return phoneUnclear(situation)
  return goOn(pending(situation, { shopper: { deliveryPhone: phone } }))
}
