import { Icon } from '#phone/chat/icons.tsx'
import { pushSheet } from '#phone/state/sheets.ts'
import { type ChatChoice, numbers } from '#phone/state/store.ts'
import { countOf } from './cart.ts'
import { cartOf } from './shop-state.ts'
import { shopWords } from './words.ts'

/** The shop's catalog, at the head of its chat, with how much is in the cart; nothing when the catalog is hidden. */
export function ShopDoor({ choice }: { choice: ChatChoice }) {
  const { phoneNumberId } = choice
  const words = shopWords()
  const count = countOf(cartOf(choice))
  if (numbers.value.find((number) => number.phoneNumberId === phoneNumberId)?.catalogVisible !== true) return null
  return (
    <button
      type="button"
      class="icon-button shop-door"
      aria-label={count === 0 ? words.catalog : `${words.catalog}, ${words.inCart(count)}`}
      onClick={() => pushSheet({ kind: 'catalog', phoneNumberId })}
    >
      <Icon name="bag" />
      {count === 0 ? null : (
        <span class="shop-door-count" aria-hidden="true">
          {count}
        </span>
      )}
    </button>
  )
}
