import type { Call, Method } from './call.ts'
import type { Catalog, Fields } from './types.ts'

export type Outcome =
  | 'paid'
  | 'declined'
  | 'declined_then_paid'
  | 'requires_3ds'
  | 'refused_3ds'
  | 'async'
  | 'async_failed'
  | 'left'

export type Paid = {
  sessionId: string
  status: string
  paymentStatus: string
  paymentIntent: string | null
  redirectedTo: string | null
}

type Wanted = { sessionId: string } | { url: string }
export type ShopRequest = { phoneNumberId?: string; method: Method; path: `/v1/${string}`; body?: unknown }

/** What people do with the shop's things: its catalog, its payment pages, its own API. */
export function shopCalls(call: Call) {
  return {
    catalog: (phoneNumberId: string) =>
      call<Catalog>('GET', `/control/numbers/${encodeURIComponent(phoneNumberId)}/catalog`),
    reviewItem: ({ catalogId, retailerId }: { catalogId: string; retailerId: string }, body: Fields) =>
      call<Fields>(
        'POST',
        `/control/catalogs/${encodeURIComponent(catalogId)}/items/${encodeURIComponent(retailerId)}`,
        { body },
      ),
    reviewTemplate: (idOrName: string, body: Fields) =>
      call<Fields>('POST', `/control/templates/${encodeURIComponent(idOrName)}`, { body }),
    /** The shop's real API, with the number's own key. */
    shop: (body: ShopRequest) => call<{ status: number; body: unknown }>('POST', '/control/shop', { body }),
    pay: (body: Wanted & { outcome?: Outcome; follow?: boolean }) => call<Paid>('POST', '/control/cards/pay', { body }),
    sessions: (query: { shopperId?: string; phoneNumberId?: string } = {}) =>
      call<{ sessions: Fields[] }>('GET', '/control/sessions', { query }),
    settleLater: (id: string, succeed: boolean) =>
      call<Fields>('POST', `/control/sessions/${encodeURIComponent(id)}/settle-async`, { body: { succeed } }),
  }
}
