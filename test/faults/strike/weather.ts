import type { Random } from '#sandbox/random.ts'

type Rule = { api: string; fault: string; times?: number; delayMs?: number; code?: number; copies?: number }

/** Every way in which Meta and Stripe are known to misbehave where this shop can meet it. */
export const weather: readonly Rule[] = [
  { api: 'messages', fault: 'http_429', times: 2, delayMs: 1_000 },
  { api: 'messages', fault: '130429', times: 3 },
  { api: 'messages', fault: '131056', times: 1 },
  { api: 'messages', fault: 'http_500', times: 2 },
  { api: 'messages', fault: '503_no_body', times: 2 },
  { api: 'messages', fault: 'silence', times: 2 },
  { api: 'messages', fault: 'reset', times: 3 },
  { api: 'messages', fault: 'slow', times: 6, delayMs: 1_500 },
  { api: 'messages', fault: 'drip', times: 2, delayMs: 5 },
  { api: 'messages', fault: 'accept_then_reset', times: 4 },
  { api: 'messages', fault: 'accept_then_silence', times: 2 },
  { api: 'messages', fault: 'accept_then_500', times: 2 },
  { api: 'messages', fault: 'fail_later', times: 2, code: 131000 },
  { api: 'messages', fault: 'early_status', times: 5 },
  { api: 'webhooks.messages', fault: 'duplicate', times: 3, copies: 3 },
  { api: 'webhooks.messages', fault: 'reorder', times: 2 },
  { api: 'webhooks.messages', fault: 'delay', times: 2, delayMs: 2_000 },
  { api: 'webhooks.messages', fault: 'bad_signature', times: 1 },
  { api: 'webhooks.statuses', fault: 'duplicate', times: 5, copies: 3 },
  { api: 'webhooks.statuses', fault: 'reorder', times: 5 },
  { api: 'webhooks.statuses', fault: 'delay', times: 5, delayMs: 4_000 },
  { api: 'webhooks.statuses', fault: 'lose', times: 6 },
  { api: 'webhooks.stripe', fault: 'lose', times: 2 },
  { api: 'webhooks.stripe', fault: 'duplicate', times: 3, copies: 4 },
  { api: 'webhooks.stripe', fault: 'reorder', times: 2 },
  { api: 'webhooks.stripe', fault: 'delay', times: 2, delayMs: 3_000 },
  { api: 'stripe.sessions', fault: 'http_429', times: 2 },
  { api: 'stripe.sessions', fault: 'http_409', times: 1 },
  { api: 'stripe.sessions', fault: 'http_500', times: 2 },
  { api: 'stripe.sessions', fault: '503_no_body', times: 1 },
  { api: 'stripe.sessions', fault: 'reset', times: 2 },
  { api: 'stripe.sessions', fault: 'accept_then_reset', times: 2 },
  { api: 'stripe.sessions', fault: 'accept_then_500', times: 1 },
  { api: 'stripe.sessions', fault: 'slow', times: 2, delayMs: 2_000 },
  { api: 'stripe.refunds', fault: 'accept_then_reset', times: 1 },
  { api: 'items_batch', fault: 'http_500', times: 1 },
  { api: 'items_batch', fault: 'lose_handle', times: 1 },
  { api: 'items_batch', fault: 'late_batch', times: 1, delayMs: 2_000 },
  { api: 'items_batch', fault: 'accept_then_reset', times: 1 },
  { api: 'batch_status', fault: 'http_500', times: 1 },
]

/** Deals the weather, each kind as often as any other. */
export function forecast(random: Random): () => Rule {
  let deck: Rule[] = []
  return () => {
    if (deck.length === 0) deck = random.shuffle(weather)
    const rule = deck.pop()
    if (rule === undefined) throw new Error('there is always weather')
    return rule
  }
}
