import type { Kind } from '#phone/chat/kind.types.ts'
import { CarouselBody } from './carousel.tsx'
import { OrderBody, OrderFoot } from './order-bubble.tsx'
import {
  CatalogBody,
  CatalogFoot,
  ProductBody,
  ProductFoot,
  ProductListBody,
  ProductListFoot,
} from './product-kinds.tsx'

/** Messages about products, by kind: product, product_list, catalog, carousel, order. */
export const shopKinds: Record<string, Kind> = {
  product: { Body: ProductBody, Foot: ProductFoot, bleeds: true },
  product_list: { Body: ProductListBody, Foot: ProductListFoot, bleeds: true },
  catalog: { Body: CatalogBody, Foot: CatalogFoot, bleeds: true },
  carousel: { Body: CarouselBody, bare: true },
  order: { Body: OrderBody, Foot: OrderFoot },
}
