export type { Cart, CartLine, CartProblem, Quote, QuoteLine } from './cart.types.ts'
export { type CartChange, readOpenCarts, writeCarts } from './carts.ts'
export { compareQuotes, type QuoteChange } from './compare-quotes.rules.ts'
export {
  addToLines,
  type LinesVerdict,
  mostLines,
  mostPerLine,
  removeFromLines,
  setLineQuantity,
  tidyLines,
} from './lines.rules.ts'
export { writeOrderedCart } from './ordered-cart.ts'
export { type QuotableVariant, type QuoteTerms, quoteCart } from './quote.rules.ts'
