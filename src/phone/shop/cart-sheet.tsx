import { useState } from 'preact/hooks'
import { act } from '#phone/chat/act.ts'
import { Icon } from '#phone/chat/icons.tsx'
import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import { closeSheets, type SheetOf } from '#phone/state/sheets.ts'
import type { ChatChoice } from '#phone/state/store.ts'
import { language } from '#phone/text/language.ts'
import { emptyCart, orderOf, type PricedCart, type PricedLine, priceCart, setQuantity, withNote } from './cart.ts'
import { choiceOf } from './cart-door.tsx'
import { Notice } from './catalog-state.tsx'
import { Picture } from './picture.tsx'
import { Price } from './price.tsx'
import { priceText } from './prices.ts'
import { cartOf, catalogOf, changeCart } from './shop-state.ts'
import { Stepper } from './stepper.tsx'
import { typedDirection } from './typed-direction.ts'
import { shopWords } from './words.ts'

/** The cart at the catalog's prices, with what moved since; sending it is a real `order` message. */
export function CartSheet({ sheet }: { sheet: SheetOf<'cart'> }) {
  const words = shopWords()
  const choice = choiceOf(sheet.phoneNumberId)
  const { catalog } = catalogOf(sheet.phoneNumberId)
  const cart = cartOf(choice)
  const priced = priceCart(cart, catalog.items, catalog.currency)
  const empty = cart.lines.length === 0
  return (
    <SheetFrame
      title={words.cart}
      size="tall"
      foot={empty ? undefined : <Sending choice={choice} priced={priced} note={cart.note} />}
    >
      {empty ? <Notice text={words.cartEmpty} /> : null}
      <ul class="product-rows">
        {priced.lines.map((line) => (
          <li key={line.line.retailerId}>
            <Line line={line} choice={choice} />
          </li>
        ))}
      </ul>
      {empty ? null : (
        <label class="cart-note">
          <span class="visually-hidden">{words.note}</span>
          <textarea
            dir={typedDirection(cart.note)}
            rows={2}
            maxLength={1024}
            placeholder={words.note}
            value={cart.note}
            onInput={({ currentTarget }) => changeCart(choice, (before) => withNote(before, currentTarget.value))}
          />
        </label>
      )}
    </SheetFrame>
  )
}

type LineProps = { line: PricedLine; choice: ChatChoice }

function Line({ line: priced, choice }: LineProps) {
  const { line, item, unit, total, sendable } = priced
  const title = item?.title ?? line.retailerId
  return (
    <div class={sendable ? 'product-row' : 'product-row product-row-gone'}>
      <Picture src={item?.imageUrl ?? ''} size="row" />
      <span class="product-row-text">
        <span class="product-row-title">
          <bdi>{title}</bdi>
        </span>
        <span>
          <Price amount={total} />
          {line.quantity > 1 ? (
            <small class="unit-price">{`${line.quantity} × ${priceText(unit, language.value)}`}</small>
          ) : null}
        </span>
        <Moved line={priced} />
      </span>
      <HowMany line={priced} title={title} choice={choice} />
    </div>
  )
}

/** What changed since it was put in, in words. */
function Moved({ line: { item, before, sendable } }: { line: PricedLine }) {
  const words = shopWords()
  if (!sendable)
    return <small class="moved">{`${item === null ? words.gone : words.outOfStock} · ${words.notSent}`}</small>
  return before === null ? null : <small class="moved">{words.priceMoved(priceText(before, language.value))}</small>
}

function HowMany({ line: { line, sendable }, title, choice }: LineProps & { title: string }) {
  const change = (value: number) => changeCart(choice, (cart) => setQuantity(cart, line.retailerId, value))
  if (sendable) return <Stepper title={title} value={line.quantity} onChange={change} />
  return (
    <button type="button" class="icon-button" aria-label={shopWords().remove(title)} onClick={() => change(0)}>
      <Icon name="trash" size={20} />
    </button>
  )
}

type SendingProps = { choice: ChatChoice; priced: PricedCart; note: string }

function Sending({ choice, priced, note }: SendingProps) {
  const words = shopWords()
  const [busy, setBusy] = useState(false)
  const send = async () => {
    setBusy(true)
    const sent = await act(choice, { order: orderOf(priced, note) })
    setBusy(false)
    if (!sent) return
    changeCart(choice, () => emptyCart)
    closeSheets()
  }
  return (
    <div class="sending">
      <p class="sending-total">
        <span>{words.total}</span>
        <strong>
          <Price amount={priced.total} />
        </strong>
        <small>{words.totalHint}</small>
      </p>
      <button type="button" class="main-button" disabled={busy || !priced.sendable} onClick={() => void send()}>
        <Icon name="send" size={20} />
        {words.sendCart}
      </button>
    </div>
  )
}
