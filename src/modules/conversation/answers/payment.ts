import type { Quote } from '#modules/cart/index.ts'
import { pinArgs } from '#modules/conversation/actions.rules.ts'
import type { GivenAddress } from '#modules/conversation/chat.types.ts'
import { checkoutTexts } from '#modules/conversation/texts/checkout-texts.ts'
import { amountText } from '#modules/conversation/texts/phrases.ts'
import type { Choice, Situation, Turn } from '#modules/conversation/turn.types.ts'
import { asShown } from './cart.ts'
import { figuresText, linesText } from './lines.ts'
import { addressText, payTitle } from './pay-link.ts'
import { answered, choice, paragraphs, pending } from './turns.ts'

/** Everything an order takes; `agreed` says that the shopper has said yes to the sum, `seen` that all of it was shown. */
export type Deal = { quote: Quote; address: GivenAddress; phone: string; agreed?: boolean; seen?: boolean }

/** The whole order once, and how to pay it. */
export function askMethod(situation: Situation, deal: Deal, refusal: string | null = null): Turn {
  const { language, store } = situation
  const text = paragraphs(refusal, summary(situation, deal), checkoutTexts.askMethod(language, {}))
  const args = pinArgs({ cartId: situation.cart.id, digest: deal.quote.digest })
  const choices: Choice[] = [
    ...(store.cardPayments ? [{ verb: 'pay' as const, args, title: payTitle(situation, deal.quote) }] : []),
    ...(store.cashOnDelivery ? [choice(situation, 'cash', { title: 'cash', args })] : []),
    choice(situation, 'change', { title: 'change' }),
  ]
  return shown(situation, deal, { text, choices })
}

/** The sum in cash, to say yes to. */
export function confirmCash(situation: Situation, deal: Deal): Turn {
  const { language, store } = situation
  const { quote } = deal
  const amount = amountText(quote.total, quote.currency, language)
  const question = checkoutTexts.askConfirmCash(language, { amount })
  const text = deal.seen ? question : paragraphs(summary(situation, deal), question)
  const args = pinArgs({ cartId: situation.cart.id, digest: quote.digest })
  const choices = [
    choice(situation, 'confirm', { title: 'confirm', args }),
    ...(store.cardPayments ? [choice(situation, 'pay', { title: 'payByCard', args })] : []),
    choice(situation, 'change', { title: 'change' }),
  ]
  return shown(situation, deal, { text, choices })
}

function shown(situation: Situation, { quote, address }: Deal, { text, choices }: { text: string; choices: Choice[] }) {
  const settled = pending(asShown(situation, quote), { usedAddress: address })
  return answered(settled, { say: { kind: 'buttons', text, choices }, purpose: 'quote' })
}

function summary(situation: Situation, { quote, address }: Deal): string {
  const { language } = situation
  return paragraphs(
    checkoutTexts.order(language, {}),
    linesText(quote, situation),
    figuresText(quote, situation),
    checkoutTexts.to(language, { address: addressText(address.text, situation) }),
  )
}

/** What may be changed before an order is made. */
export function askChange(situation: Situation): Turn {
  const choices = [
    choice(situation, 'edit-cart', { title: 'editCart' }),
    choice(situation, 'change-address', { title: 'otherAddress' }),
    choice(situation, 'cart', { title: 'viewCart' }),
  ]
  const text = checkoutTexts.askChange(situation.language, {})
  return answered(situation, { say: { kind: 'buttons', text, choices }, purpose: 'quote' })
}

/** A store that takes neither cards nor cash can only send a person. */
export function noPayment(situation: Situation): Turn {
  const text = checkoutTexts.noPayment(situation.language, {})
  const choices = [choice(situation, 'agent', { title: 'agent' })]
  return answered(situation, { say: { kind: 'buttons', text, choices }, purpose: 'quote' })
}
