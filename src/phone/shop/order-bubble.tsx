import type { KindProps } from '#phone/chat/kind.types.ts'
import { pushSheet } from '#phone/state/sheets.ts'
import { language } from '#phone/text/language.ts'
import { Picture } from './picture.tsx'
import { priceText, readSentCart } from './prices.ts'
import { shopWords } from './words.ts'

/** A cart that was sent: the first picture, how many pieces, what they came to. */
export function OrderBody({ message }: KindProps) {
  const words = shopWords()
  const { count, total, note } = readSentCart(message.body)
  return (
    <div class="order-card">
      <div class="order-card-top">
        <Picture src={message.products?.[0]?.imageUrl ?? ''} size="row" />
        <div class="product-card-text">
          <strong>{words.pieces(count)}</strong>
          {total === null ? null : <span>{words.estimatedTotal(priceText(total, language.value))}</span>}
        </div>
      </div>
      {note === '' ? null : (
        <p class="shop-said" dir="auto">
          {note}
        </p>
      )}
    </div>
  )
}

export function OrderFoot({ message, choice }: KindProps) {
  const open = () => pushSheet({ kind: 'order', phoneNumberId: choice.phoneNumberId, message })
  return (
    <div class="foot-buttons">
      <button type="button" class="foot-button" onClick={open}>
        {shopWords().viewSentCart}
      </button>
    </div>
  )
}
