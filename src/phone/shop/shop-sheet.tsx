import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import type { SheetOf } from '#phone/state/sheets.ts'

export type ShopSheetProps = { sheet: SheetOf<'catalog' | 'sections' | 'product' | 'cart' | 'order'> }

/** The shop's native catalog, a product's page, the cart. */
export function ShopSheet({ sheet }: ShopSheetProps) {
  return (
    <SheetFrame title={sheet.kind} size="tall">
      {null}
    </SheetFrame>
  )
}
