import { text } from '#phone/state/fields.ts'
import type { Payment } from '#phone/state/types.ts'

/** Where the frame is: the checkout is the sandbox's own page and can be read; the shop's pages cannot. */
export type Place =
  | { at: 'nowhere' }
  | { at: 'checkout'; sessionId: string }
  | { at: 'shop' }
  /** Where links to WhatsApp lead; `words` are to be said there. */
  | { at: 'chat'; words: string }

/** Reads the place from the frame's path; null when the browser refuses to tell because it is another origin's. */
export function placeOf(path: string | null): Place {
  if (path === null) return { at: 'shop' }
  const { pathname, searchParams } = new URL(path, 'http://phone')
  if (pathname.startsWith('/wa.me/')) return { at: 'chat', words: searchParams.get('text') ?? '' }
  const sessionId = /^\/pay\/([^/]+)/.exec(pathname)?.[1]
  return sessionId === undefined ? { at: 'nowhere' } : { at: 'checkout', sessionId }
}

/** What is known of a visit to the payment page. */
export type Visit = { sessionId: string | null; returned: boolean }

export const newVisit: Visit = { sessionId: null, returned: false }

/** Back on the shop's page after a checkout means that the visit is over; at first it only means no checkout opened. */
export function follow(visit: Visit, place: Place): Visit {
  if (place.at === 'checkout') return { sessionId: place.sessionId, returned: false }
  if (place.at === 'shop') return { ...visit, returned: visit.sessionId !== null }
  return visit
}

export type Result = 'none' | 'waiting' | 'paid' | 'later' | 'expired'

export function resultOf(payment: Payment | undefined): Result {
  if (payment === undefined) return 'none'
  if (payment.status === 'expired') return 'expired'
  if (payment.status !== 'complete') return 'waiting'
  return payment.paymentStatus === 'unpaid' ? 'later' : 'paid'
}

/** When the checkout ends, in milliseconds of the sandbox's clock. */
export function endsAtMs(payment: Payment | undefined): number | null {
  const endsAt = Date.parse(text(payment?.expiresAt))
  return Number.isNaN(endsAt) ? null : endsAt
}
