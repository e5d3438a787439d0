import type { Cart } from '#modules/cart/index.ts'
import type { Shopper } from '#modules/shoppers/index.ts'
import type { Store, StoreSecrets } from '#modules/stores/index.ts'
import type { Environment } from '#platform/context.ts'
import type { Tx } from '#platform/db.ts'
import type { MailboxEvent } from '#platform/mailbox.ts'
import type { Chat } from './chat.types.ts'
import type { Inbound } from './inbound.types.ts'
import type { Intent } from './intent.types.ts'
import type { LanguageVerdict } from './language.rules.ts'

export type ConversationDeps = {
  /** Opens each store's key for buttons. */
  readonly secrets: Pick<StoreSecrets, 'get'>
  /** Where shoppers reach our pages, without a slash at its end. */
  readonly publicUrl: string
}

/** What one step of many conversations works with. */
export type StepTools = { tx: Tx; environment: Environment; now: Date; deps: ConversationDeps }

/** A message whose sender is known. */
export type Met = { event: MailboxEvent; inbound: Inbound; store: Store; shopperId: string }

/** A message that was understood. */
export type Heard = Met & {
  chat: Chat
  shopper: Shopper
  /** The open cart; an empty one of version 0, under a fresh id, when there is none. */
  cart: Cart
  actionKey: Uint8Array
  intent: Intent
  spoken: LanguageVerdict
}
