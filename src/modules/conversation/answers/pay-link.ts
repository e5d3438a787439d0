import { checkoutTexts } from '#modules/conversation/texts/checkout-texts.ts'
import { bareAmount, fence, timeText } from '#modules/conversation/texts/phrases.ts'
import type { Situation, Turn } from '#modules/conversation/turn.types.ts'
import type { OrderFacts } from '#modules/orders/index.ts'
import { codePoints, cutGraphemes } from '#shared/text.ts'
import { figuresText, linesText } from './lines.ts'
import { answered, paragraphs, titled } from './turns.ts'

const mostTitle = 20
const longestAddress = 120

/** The order with the button to pay it, what is held and until when; the other ways are words. */
export function payLink(situation: Situation, order: OrderFacts): Turn {
  const { language, store } = situation
  const text = paragraphs(
    checkoutTexts.linkReady(language, { number: fence(order.number, language) }),
    linesText(
      { currency: order.currency, lines: order.lines.map((line) => ({ ...line, optionTitle: line.options })) },
      situation,
    ),
    figuresText(order, situation),
    checkoutTexts.to(language, { address: addressText(order.address.text, situation) }),
    order.holdExpiresAt === null
      ? null
      : checkoutTexts.heldUntil(language, { time: timeText(order.holdExpiresAt, store.timeZone, language) }),
  )
  const footer = store.cashOnDelivery ? checkoutTexts.words(language, {}) : checkoutTexts.wordsWithoutCash(language, {})
  const url = `${situation.publicUrl}/p/${order.token}`
  return answered(situation, {
    say: { kind: 'link', text, footer, title: payTitle(situation, order), url },
    purpose: 'payment_link',
  })
}

/** "Pay SAR 104", or without the amount where it does not fit a button. */
export function payTitle(situation: Situation, { total, currency }: { total: number; currency: string }): string {
  const { language } = situation
  const title = checkoutTexts.pay(language, { amount: bareAmount(total, currency, language) })
  return codePoints(title) <= mostTitle ? title : titled(situation, 'payByCard')
}

export function addressText(text: string, { language }: Pick<Situation, 'language'>): string {
  return fence(cutGraphemes(text.replace(/\s+/g, ' '), longestAddress), language)
}
