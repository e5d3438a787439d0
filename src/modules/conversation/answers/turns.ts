import type { Verb } from '#modules/conversation/chat.types.ts'
import { titles } from '#modules/conversation/texts/titles.ts'
import type { CartDraft, Changes, Choice, Say, Situation, Turn } from '#modules/conversation/turn.types.ts'

/** Goes on with these changes decided, on top of the earlier ones. */
export function pending(situation: Situation, changes: Changes): Situation {
  const { memory, shopper } = situation.pending
  return {
    ...situation,
    pending: {
      ...situation.pending,
      ...changes,
      ...(changes.memory && { memory: { ...memory, ...changes.memory } }),
      ...(changes.shopper && { shopper: { ...shopper, ...changes.shopper } }),
    },
  }
}

/** Goes on with another cart, which is written with the answer. */
export function withCart(situation: Situation, change: Partial<Omit<CartDraft, 'id'>>): Situation {
  const cart = { ...situation.cart, ...change }
  const { id, lines, note, shownQuote } = cart
  return pending({ ...situation, cart }, { cart: { id, lines, note, shownQuote } })
}

/** The answer: what is said, with all that was decided on the way. */
export function answered(situation: Situation, told: { say: Say; purpose: string; orderId?: string }): Turn {
  return { ...situation.pending, ...told, outcome: 'answered' }
}

/** No answer; the event keeps the reason. */
export function ignored(situation: Situation, why: string): Turn {
  return { ...situation.pending, outcome: `ignored:${why}`, say: null, purpose: 'none' }
}

export function choice(
  { language }: Pick<Situation, 'language'>,
  verb: Verb,
  { title, args = [] }: { title: keyof typeof titles; args?: readonly string[] },
): Choice {
  return { verb, args, title: titles[title][language] }
}

export function titled({ language }: Pick<Situation, 'language'>, title: keyof typeof titles): string {
  return titles[title][language]
}

/** Sentences as paragraphs; empty ones leave no gap. */
export function paragraphs(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null && part !== '').join('\n')
}

/** Goes on as if this much more (or less) of each variant were free, by variant. */
export function withStock(situation: Situation, change: ReadonlyMap<string, number>): Situation {
  const variants = situation.variants.map((variant) => {
    const available = Math.max(0, variant.available + (change.get(variant.variantId) ?? 0))
    if (variant.whyNot !== null && variant.whyNot !== 'sold_out') return { ...variant, available }
    return { ...variant, available, sellable: available > 0, whyNot: available > 0 ? null : ('sold_out' as const) }
  })
  return withVariants(situation, variants)
}

/** Goes on with these variants to quote by. */
export function withVariants(situation: Situation, variants: Situation['variants']): Situation {
  return { ...situation, variants, quote: (lines, others = variants) => situation.quote(lines, others) }
}
