import { type CartProblem, compareQuotes, type Quote } from '#modules/cart/index.ts'
import { problemTexts } from '#modules/conversation/texts/cart-texts.ts'
import { amountText } from '#modules/conversation/texts/phrases.ts'
import type { Situation } from '#modules/conversation/turn.types.ts'
import { itemName } from './lines.ts'

const mostSentences = 4

/** What must be said before anything is charged; a lower price is honored without a word. */
export function mustBeSaid(problem: CartProblem): boolean {
  return problem.kind !== 'price_down'
}

/** A sentence for each difference that is to the shopper's loss, the same ones at most once. */
export function problemSentences(quote: Quote, situation: Situation): string[] {
  const { language } = situation
  const unknown = quote.problems.filter((problem) => problem.kind === 'unavailable' && problem.whyNot === 'unknown')
  const others = quote.problems.filter((problem) => !unknown.includes(problem))
  const sentences = [
    ...others.flatMap((problem) => sentenceOf(problem, { quote, situation })),
    ...(unknown.length === 0 ? [] : [problemTexts.unknown(language, { count: unknown.length })]),
    ...deliverySentences(quote, situation),
  ]
  return [...new Set(sentences)].slice(0, mostSentences)
}

type Telling = { quote: Quote; situation: Situation }

function sentenceOf(problem: CartProblem, { quote, situation }: Telling): string[] {
  const { language } = situation
  const item = itemName(problem, situation)
  const amount = (value: number) => amountText(value, quote.currency, language)
  switch (problem.kind) {
    case 'sold_out':
      return [problemTexts.soldOut(language, { item })]
    case 'only_left':
      return [problemTexts.onlyLeft(language, { item, available: problem.available })]
    case 'unavailable':
      return [problemTexts.unavailable(language, { item })]
    case 'price_up':
      return [
        problemTexts.priceUp(language, { item, now: amount(problem.unitPrice), before: amount(problem.seenPrice) }),
      ]
    case 'price_down':
      return []
  }
}

/** Prices of lines are told by the quote itself; of the other figures only what was shown before can tell. */
function deliverySentences(quote: Quote, { cart, language }: Situation): string[] {
  const shown = cart.shownQuote
  if (shown === null || quote.lines.length === 0 || quote.delivery <= shown.delivery) return []
  const amount = (value: number) => amountText(value, quote.currency, language)
  return [problemTexts.deliveryUp(language, { now: amount(quote.delivery), before: amount(shown.delivery) })]
}

/** Whether the shopper, who said yes to `shown`, would say yes to this too: the same goods for no more. */
export function noWorseThan(shown: Quote | null, quote: Quote): boolean {
  if (shown === null) return false
  const goodsChanged = compareQuotes(shown, quote).some((change) =>
    ['removed', 'added', 'quantity'].includes(change.kind),
  )
  return !goodsChanged && quote.total <= shown.total
}
