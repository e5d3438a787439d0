import type { FaultRule } from '#sandbox/faults.ts'
import type { Nested } from './form.ts'
import type { StripeAccount } from './stripe-model.ts'

/** One request to the fake Stripe API, already authenticated. */
export type StripeCall = {
  account: StripeAccount
  params: Record<string, string>
  query: Nested
  body: Nested
  idempotencyKey: string | undefined
  fault: FaultRule | undefined
}

/** What to expand, from a query or a body. */
export function expansions({ query, body }: StripeCall, prefix = ''): string[] {
  const { expand } = { ...query, ...body }
  const names = Array.isArray(expand) ? expand.map(String) : []
  return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
}
