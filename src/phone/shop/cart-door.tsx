import { pushSheet } from '#phone/state/sheets.ts'
import { type ChatChoice, personId, selected } from '#phone/state/store.ts'
import { countOf } from './cart.ts'
import { cartOf } from './shop-state.ts'
import { shopWords } from './words.ts'

/** The chat whose sheet this is: of this number, on the phone that is shown. */
export function choiceOf(phoneNumberId: string): ChatChoice {
  return { phoneNumberId, shopperId: selected.value?.shopperId ?? personId.value ?? '' }
}

/** The way to the cart at the foot of a sheet; nothing while the cart is empty. */
export function CartDoor({ phoneNumberId }: { phoneNumberId: string }) {
  const count = countOf(cartOf(choiceOf(phoneNumberId)))
  if (count === 0) return null
  return (
    <button type="button" class="main-button" onClick={() => pushSheet({ kind: 'cart', phoneNumberId })}>
      {shopWords().viewCart(count)}
    </button>
  )
}

export function hasCart(phoneNumberId: string): boolean {
  return countOf(cartOf(choiceOf(phoneNumberId))) > 0
}
