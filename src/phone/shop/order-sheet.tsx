import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import type { SheetOf } from '#phone/state/sheets.ts'
import type { MessageProduct } from '#phone/state/types.ts'
import { language } from '#phone/text/language.ts'
import { multiply } from '#shared/money.ts'
import { Picture } from './picture.tsx'
import { Price } from './price.tsx'
import { priceText, readSentCart, type SentLine } from './prices.ts'
import { shopWords } from './words.ts'

/** A cart as it was sent: nothing in it can change any more. */
export function OrderSheet({ sheet }: { sheet: SheetOf<'order'> }) {
  const { message } = sheet
  const words = shopWords()
  const { lines, total, note } = readSentCart(message.body)
  return (
    <SheetFrame title={words.sentCart} size="tall">
      <ul class="product-rows">
        {lines.map((line) => (
          <li key={line.retailerId}>
            <Line line={line} product={message.products?.find(({ retailerId }) => retailerId === line.retailerId)} />
          </li>
        ))}
      </ul>
      {note === '' ? null : (
        <p class="sent-note" dir="auto">
          <strong>{words.noteSent}</strong> {note}
        </p>
      )}
      <p class="sending-total">
        <span>{words.total}</span>
        {total === null ? null : (
          <strong>
            <Price amount={total} />
          </strong>
        )}
        <small>{words.asSent}</small>
      </p>
    </SheetFrame>
  )
}

function Line({ line, product }: { line: SentLine; product: MessageProduct | undefined }) {
  const { retailerId, quantity, unit } = line
  return (
    <div class="product-row">
      <Picture src={product?.imageUrl ?? ''} size="row" />
      <span class="product-row-text">
        <span class="product-row-title">
          <bdi>{product?.title ?? retailerId}</bdi>
        </span>
        {unit === null ? (
          <span>{`× ${quantity}`}</span>
        ) : (
          <span>
            <Price amount={multiply(unit, quantity)} />
            <small class="unit-price">{`${quantity} × ${priceText(unit, language.value)}`}</small>
          </span>
        )}
      </span>
    </div>
  )
}
