import type { Kind } from '#phone/chat/kind.types.ts'

/** Messages about products, by kind: product, product_list, catalog, carousel, order. */
export const shopKinds: Record<string, Kind> = {}
