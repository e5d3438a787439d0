export type { Cart, CartLine, CartProblem, Quote, QuoteLine } from './cart.types.ts'
