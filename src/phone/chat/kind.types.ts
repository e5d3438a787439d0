import type { ComponentType } from 'preact'
import type { ChatChoice } from '#phone/state/store.ts'
import type { ChatMessage } from '#phone/state/types.ts'

export type KindProps = { message: ChatMessage; choice: ChatChoice }

/** What one kind of message shows inside (and below) its bubble. */
export type Kind = {
  Body: ComponentType<KindProps>
  /** Stands under the text in the bubble's own block: buttons, as the app puts them. */
  Foot?: ComponentType<KindProps>
  /** True: the picture reaches the edges of the bubble. */
  bleeds?: boolean
  /** True: no bubble is drawn around it (stickers, carousels). */
  bare?: boolean
}
