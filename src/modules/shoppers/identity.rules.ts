import type { AliasKind, Shopper, Sighting } from './shopper.types.ts'

export type Alias = { storeId: string; kind: AliasKind; value: string }

/** Whom an alias leads to, with the business-scoped id they have by now. */
export type AliasOwner = { shopperId: string; bsuid: string | null }

/** Of the four, what says who somebody is; a username may pass to someone else. */
export type IdentityOwners = {
  bsuid: AliasOwner | undefined
  waId: AliasOwner | undefined
  parentBsuid: AliasOwner | undefined
}

export type IdentityVerdict =
  | { is: 'new' }
  | { is: 'known'; shopperId: string }
  | { is: 'two'; keep: string; absorb: string }

/**
 * Who the sender is: by business-scoped id first, then by number, then by the id of the linked businesses. A number
 * that comes with another business-scoped id than its holder's has a new holder, who must not see the old one's orders.
 */
export function judgeIdentity(sighting: Pick<Sighting, 'bsuid'>, owners: IdentityOwners): IdentityVerdict {
  const byNumber = heldBySomeoneElse(sighting, owners.waId) ? undefined : owners.waId
  const byParent = heldBySomeoneElse(sighting, owners.parentBsuid) ? undefined : owners.parentBsuid
  const [first, second] = [owners.bsuid, byNumber, byParent].filter((owner) => owner !== undefined)
  if (first === undefined) return { is: 'new' }
  if (second === undefined || second.shopperId === first.shopperId) return { is: 'known', shopperId: first.shopperId }
  return { is: 'two', ...elder(first.shopperId, second.shopperId) }
}

/** Ids ascend with time, so the smaller one is the older shopper. */
export function elder(one: string, other: string): { keep: string; absorb: string } {
  return one < other ? { keep: one, absorb: other } : { keep: other, absorb: one }
}

function heldBySomeoneElse({ bsuid }: Pick<Sighting, 'bsuid'>, owner: AliasOwner | undefined): boolean {
  return bsuid !== null && owner !== undefined && owner.bsuid !== null && owner.bsuid !== bsuid
}

export function aliasesOf({ storeId, ...sighting }: Sighting): Alias[] {
  const values: [AliasKind, string | null][] = [
    ['bsuid', sighting.bsuid],
    ['wa_id', sighting.waId],
    ['parent_bsuid', sighting.parentBsuid],
    ['username', sighting.username],
  ]
  return values.flatMap(([kind, value]) => (value === null ? [] : [{ storeId, kind, value }]))
}

export function aliasKey({ storeId, kind, value }: Alias): string {
  return `${storeId} ${kind} ${value}`
}

/** Where to send to; the number when it is known, else the business-scoped id, which takes the place of a number. */
export function addressOf({ waId, bsuid }: Pick<Shopper, 'waId' | 'bsuid'>): { to: string } | { recipient: string } {
  if (waId !== null) return { to: `+${waId}` }
  if (bsuid !== null) return { recipient: bsuid }
  throw new RangeError('A shopper without any id cannot be written to.')
}

/** Whom the courier calls: the number they gave, else the number of the chat. */
export function courierPhoneOf({ deliveryPhone, waId }: Pick<Shopper, 'deliveryPhone' | 'waId'>): string | null {
  return deliveryPhone ?? (waId === null ? null : `+${waId}`)
}
