import type { ChatMessage, Shopper } from '#phone/state/types.ts'

/** A text of the shop, unless told otherwise. */
export function aMessage(more: Partial<ChatMessage>): ChatMessage {
  return {
    n: 1,
    at: '2026-11-22T10:00:00.000Z',
    direction: 'out',
    wamid: 'wamid.1',
    type: 'text',
    body: { text: { body: 'Welcome' } },
    text: 'Welcome',
    taps: [],
    links: [],
    statuses: [],
    quoted: null,
    edited: false,
    deleted: false,
    readByShop: false,
    reactions: [],
    template: null,
    products: null,
    media: null,
    ...more,
  }
}

export function aShopper(more: Partial<Shopper>): Shopper {
  return {
    id: 'shopper_1',
    name: 'Sara',
    waId: null,
    bsuid: 'SA.1',
    username: null,
    country: 'SA',
    language: 'ar',
    blocked: [],
    ...more,
  }
}
