/** A payment or refund as both sides know it; amounts are minor units of the currency. */
export type MoneyMove = { readonly id: string; readonly amount: number; readonly currency: string }

export type MoneyDifference = {
  id: string
  kind: 'missing_here' | 'missing_at_stripe' | 'amounts_differ'
  here: number | null
  atStripe: number | null
  currency: string
}

/** Every move that only one side has, or that the two count differently. */
export function compareMoves(here: readonly MoneyMove[], atStripe: readonly MoneyMove[]): MoneyDifference[] {
  const known = new Map(here.map((move) => [move.id, move]))
  const reported = new Map(atStripe.map((move) => [move.id, move]))
  return [
    ...atStripe.flatMap((theirs) => differenceOf(known.get(theirs.id), theirs)),
    ...here.filter(({ id }) => !reported.has(id)).map((ours) => ({ ...missing(ours), here: ours.amount })),
  ]
}

function differenceOf(ours: MoneyMove | undefined, theirs: MoneyMove): MoneyDifference[] {
  const { id, amount: atStripe, currency } = theirs
  if (ours === undefined) return [{ id, kind: 'missing_here', here: null, atStripe, currency }]
  if (ours.amount === atStripe && ours.currency === currency) return []
  return [{ id, kind: 'amounts_differ', here: ours.amount, atStripe, currency }]
}

function missing({ id, currency }: MoneyMove): MoneyDifference {
  return { id, kind: 'missing_at_stripe', here: null, atStripe: null, currency }
}
