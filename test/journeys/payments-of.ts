import { request } from 'undici'
import type { Shop } from '#test/support/shop.ts'

/** This person's attempts to pay by card, oldest first. */
export function attemptsOf(shop: Shop, name: string) {
  return shop.query<{ attempt: number; state: string; sessionId: string }>(
    `select attempt, state, session_id as "sessionId" from payment_attempts a join orders o on o.id = a.order_id
    join shoppers s on s.id = o.shopper_id where s.name = $1 order by o.number, attempt`,
    [name],
  )
}

export function refundsOf(shop: Shop, name: string) {
  return shop.query<{ reason: string; state: string; amount: number }>(
    `select reason, state, amount from refunds r join orders o on o.id = r.order_id
    join shoppers s on s.id = o.shopper_id where s.name = $1`,
    [name],
  )
}

const person =
  'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Mobile Safari/537.36'

/** Opens a page as a phone's browser does, without following where it leads. */
export async function visit(url: string, { method = 'GET', userAgent = person } = {}) {
  const { statusCode, headers, body } = await request(url, {
    method: method as 'GET',
    headers: { 'user-agent': userAgent },
  })
  return { status: statusCode, location: String(headers.location ?? ''), text: await body.text() }
}

/** The session at Stripe to which a pay link led. */
export const sessionIn = (location: string): string => location.split('/pay/')[1]?.split(/[?#]/)[0] ?? ''
