import { cartTexts } from '#modules/conversation/texts/cart-texts.ts'
import { amountText, fence } from '#modules/conversation/texts/phrases.ts'
import type { Situation } from '#modules/conversation/turn.types.ts'
import { type LocalizedText, pick } from '#shared/language.ts'
import { codePoints, cutGraphemes } from '#shared/text.ts'

type Speaking = Pick<Situation, 'language' | 'store'>
type Named = { title: LocalizedText; optionTitle: LocalizedText }

/** Of a message body of 1,024, what the lines of a cart may take; the rest is for totals, address and question. */
const roomForLines = 560
const roomInBody = 1000
const longestName = 60

/** "Ajwa dates, 1 kg", not fenced: for rows, where it stands alone. */
export function plainName({ title, optionTitle }: Named, { language, store }: Speaking): string {
  const option = pick(optionTitle, language, store.defaultLanguage)
  const name = pick(title, language, store.defaultLanguage)
  return option === '' ? name : `${name}${language === 'ar' ? '، ' : ', '}${option}`
}

export function itemName(named: Named, speaking: Speaking): string {
  return fence(cutGraphemes(plainName(named, speaking), longestName), speaking.language)
}

type Bill = { currency: string; lines: readonly (Named & { quantity: number; total: number })[] }

/** What is in a cart or an order, as many lines as there is room for beside the texts around them. */
export function linesText(bill: Bill, speaking: Speaking, around: readonly string[] = []): string {
  const written: string[] = []
  const taken = around.reduce((total, text) => total + codePoints(text) + 1, 0)
  let room = Math.min(roomForLines, roomInBody - taken)
  for (const line of bill.lines) {
    const text = cartTexts.line(speaking.language, {
      quantity: line.quantity,
      item: itemName(line, speaking),
      amount: amountText(line.total, bill.currency, speaking.language),
    })
    room -= codePoints(text) + 1
    if (room < 0) break
    written.push(text)
  }
  const hidden = bill.lines.length - written.length
  return [...written, ...(hidden > 0 ? [cartTexts.moreLines(speaking.language, { count: hidden })] : [])].join('\n')
}

type Figures = Record<'discount' | 'tax' | 'delivery' | 'rounding' | 'total', number> & { currency: string }

/** Everything beside the lines, and the total. */
export function figuresText(figures: Figures, { language }: Pick<Situation, 'language'>): string {
  const amount = (value: number) => ({ amount: amountText(value, figures.currency, language) })
  return [
    figures.discount === 0 ? '' : cartTexts.discount(language, amount(-figures.discount)),
    figures.tax === 0 ? '' : cartTexts.tax(language, amount(figures.tax)),
    figures.delivery === 0
      ? cartTexts.freeDelivery(language, {})
      : cartTexts.delivery(language, amount(figures.delivery)),
    figures.rounding === 0 ? '' : cartTexts.rounding(language, amount(figures.rounding)),
    cartTexts.total(language, amount(figures.total)),
  ]
    .filter((line) => line !== '')
    .join('\n')
}

export function countOf(lines: readonly { quantity: number }[]): number {
  return lines.reduce((count, line) => count + line.quantity, 0)
}
