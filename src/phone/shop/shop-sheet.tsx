import '#phone/style/shop.css'
import '#phone/style/shop-catalog.css'
import '#phone/style/shop-cart.css'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { SheetOf } from '#phone/state/sheets.ts'
import { CartSheet } from './cart-sheet.tsx'
import { CatalogSheet } from './catalog-sheet.tsx'
import { OrderSheet } from './order-sheet.tsx'
import { ProductSheet } from './product-sheet.tsx'
import { SectionsSheet } from './sections-sheet.tsx'
import { refreshCatalog } from './shop-state.ts'

type ShopKind = 'catalog' | 'sections' | 'product' | 'cart' | 'order'

export type ShopSheetProps = { sheet: SheetOf<ShopKind> }

const drawers: { [K in ShopKind]: (props: { sheet: SheetOf<K> }) => JSX.Element } = {
  catalog: CatalogSheet,
  sections: SectionsSheet,
  product: ProductSheet,
  cart: CartSheet,
  order: OrderSheet,
}

/** The shop's native catalog, a product's page, the cart. Each shows the catalog as it is when it opens. */
export function ShopSheet({ sheet }: ShopSheetProps): JSX.Element {
  const { phoneNumberId } = sheet
  useEffect(() => void refreshCatalog(phoneNumberId), [phoneNumberId])
  const Drawer = drawers[sheet.kind] as (props: ShopSheetProps) => JSX.Element
  return <Drawer sheet={sheet} />
}
