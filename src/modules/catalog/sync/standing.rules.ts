export const obstacleCodes = ['catalog-not-connected', 'catalog-not-visible', 'catalog-cart-off'] as const

/** What keeps a catalog out of the chat, with the owner's way out. */
export type Obstacle = { code: (typeof obstacleCodes)[number]; details: Record<string, unknown>; fix: string }

export type Standing = {
  catalogId: string
  /** The catalogs Meta has connected to the WhatsApp account. */
  connected: readonly string[]
  visible: boolean
  cart: boolean
}

/** A fresh number hides its catalog, and only one catalog can be connected to an account. */
export function judgeStanding({ catalogId, connected, visible, cart }: Standing): Obstacle[] {
  const settings = 'in WhatsApp Manager under Account tools > Catalog'
  return [
    !connected.includes(catalogId) && {
      code: 'catalog-not-connected' as const,
      details: { catalogId, connected },
      fix:
        connected.length === 0
          ? `Connect the catalog ${catalogId} to the WhatsApp account ${settings}.`
          : `The WhatsApp account is connected to catalog ${connected.join(', ')}. Connect ${catalogId} instead ${settings}, or correct catalogId with PATCH /v1/store.`,
    },
    !visible && {
      code: 'catalog-not-visible' as const,
      details: { catalogId },
      fix: `Switch on “Show catalog icon in chat header” for the number ${settings}; until then products are shown as lists.`,
    },
    !cart && {
      code: 'catalog-cart-off' as const,
      details: { catalogId },
      fix: `Switch on “Show add to cart button” for the number ${settings}; until then products are shown as lists.`,
    },
  ].filter((obstacle) => obstacle !== false)
}
