import type { Call } from './call.ts'
import type { Say } from './says.ts'
import type { ChatMessage, Shopper } from './types.ts'

export type NewShopper = {
  name: string
  /** Null makes a person shops reach by user id only. */
  phone?: string | null
  country?: string
  hidePhone?: boolean
  username?: string
  readReceipts?: boolean
  language?: 'ar' | 'en'
}

export type ChatQuery = { phoneNumberId?: string; after?: number; waitMs?: number }

/** What people do with their phones. */
export function shopperCalls(call: Call) {
  const of = (shopperId: string, verb: string) => `/control/shoppers/${encodeURIComponent(shopperId)}/${verb}`
  return {
    shoppers: () => call<{ shoppers: Shopper[] }>('GET', '/control/shoppers'),
    createShopper: (body: NewShopper) => call<Shopper>('POST', '/control/shoppers', { body }),
    say: (shopperId: string, body: Say) => call<{ wamid: string }>('POST', of(shopperId, 'say'), { body }),
    chat: (shopperId: string, query: ChatQuery = {}) =>
      call<{ messages: ChatMessage[] }>('GET', of(shopperId, 'chat'), { query }),
    block: (shopperId: string, body: { phoneNumberId: string; blocked: boolean }) =>
      call<Shopper>('POST', of(shopperId, 'block'), { body }),
    marketing: (shopperId: string, body: { phoneNumberId?: string; value: 'stop' | 'resume' }) =>
      call<{ marketing: string }>('POST', of(shopperId, 'marketing'), { body }),
    changeNumber: (shopperId: string, body: { phone?: string } = {}) =>
      call<Shopper>('POST', of(shopperId, 'change-number'), { body }),
    changeUserId: (shopperId: string) => call<Shopper>('POST', of(shopperId, 'change-user-id')),
  }
}
