export type { BatchTools, ProductCard, SellableVariant, ShownCollection, WhyNotSold } from './catalog.types.ts'
export type { Demand, DemandLine, Shortfall, StockRow } from './stock.rules.ts'
