export { catalogRoutes } from './catalog.routes.ts'
export type { BatchTools, ProductCard, SellableVariant, ShownCollection, WhyNotSold } from './catalog.types.ts'
export { createProduct, type NewProduct, type NewVariant } from './create-product.ts'
export {
  arrangeCollection,
  createCollection,
  type NewCollection,
} from './edit-collections.ts'
export { editProduct, type ProductChanges } from './edit-product.ts'
export { editVariant, type VariantChanges } from './edit-variants.ts'
export { mediaRoutes } from './images.routes.ts'
export { type PreparedImage, prepareImage } from './prepare-image.ts'
export { addProductImage, imagePath } from './product-images.ts'
export { readProductCards } from './read-cards.ts'
export { type CollectionKey, readCollectionProducts, readCollections } from './read-collections.ts'
export { readVariants, type VariantSelection } from './read-variants.ts'
export { type ProductSearch, searchProducts } from './search-products.ts'
export type { Demand, DemandLine, Shortfall, StockRow } from './stock.rules.ts'
export { type Committed, commitHolds } from './stock-commit.ts'
export { adjustStock, readStock, type StockLevel, setStock } from './stock-count.ts'
export { findStockDrift, type StockDrift, stockDriftChore } from './stock-drift.ts'
export { claimStock, type Held, type HoldRequest, holdStock, type OrderKey, recordHolds } from './stock-hold.ts'
export { type Released, releaseHolds } from './stock-release.ts'
export { type Shipped, shipHolds } from './stock-ship.ts'
