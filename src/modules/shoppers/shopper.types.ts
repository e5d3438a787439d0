import type { StoreContext } from '#platform/context.ts'
import type { Language } from '#shared/language.ts'

/** What the set-based verbs need: they serve many stores in one transaction. */
export type ShopperTools = Pick<StoreContext, 'tx' | 'newId'>

export type LastPaymentMethod = 'card' | 'cash_on_delivery'

/** A person as one store knows them. Their ids at Meta come and go; `id` stays. */
export type Shopper = {
  id: string
  storeId: string
  /** As WhatsApp shows it; the shopper's own choice, so never an identity. */
  name: string | null
  /** Whom the courier calls when it is not the number of the chat, in E.164. */
  deliveryPhone: string | null
  bsuid: string | null
  /** Digits without "+", as Meta spells it. */
  waId: string | null
  marketingOptedOutAt: Date | null
  lastPaymentMethod: LastPaymentMethod | null
}

export type AliasKind = 'bsuid' | 'parent_bsuid' | 'wa_id' | 'username'

/** What a message says about its sender; at least one of the ids is there. */
export type Sighting = {
  storeId: string
  bsuid: string | null
  parentBsuid: string | null
  waId: string | null
  username: string | null
  name: string | null
  /** What a conversation begins in when the sender is new. */
  language: Language
}

/** An old id and the new ones that Meta says took its place. */
export type Rekeying = {
  storeId: string
  old: { bsuid: string | null; waId: string | null }
  new: { bsuid: string | null; waId: string | null }
}

export type Address = {
  id: string
  shopperId: string
  label: string | null
  text: string
  latitude: number | null
  longitude: number | null
}
