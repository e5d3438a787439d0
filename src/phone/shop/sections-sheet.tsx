import { Icon } from '#phone/chat/icons.tsx'
import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import { pushSheet, type SheetOf } from '#phone/state/sheets.ts'
import type { CatalogItem } from '#phone/state/types.ts'
import { putIn, quantityOf, setQuantity } from './cart.ts'
import { CartDoor, choiceOf, hasCart } from './cart-door.tsx'
import { isInStock } from './group.ts'
import { readProductMessage, sectionsOf } from './message-parts.ts'
import { Picture } from './picture.tsx'
import { ItemPrice } from './price.tsx'
import { cartOf, changeCart, itemOf } from './shop-state.ts'
import { Stepper } from './stepper.tsx'
import { shopWords } from './words.ts'

/** The products of one message by its sections, at the prices the catalog shows now. */
export function SectionsSheet({ sheet }: { sheet: SheetOf<'sections'> }) {
  const { phoneNumberId, message } = sheet
  const parts = readProductMessage(message)
  return (
    <SheetFrame
      title={parts.header || shopWords().catalog}
      size="tall"
      foot={hasCart(phoneNumberId) ? <CartDoor phoneNumberId={phoneNumberId} /> : undefined}
    >
      {sectionsOf(message).map(({ title, retailerIds }, at) => (
        <section key={at} class="product-section">
          {title === '' ? null : <h3 dir="auto">{title}</h3>}
          <ul class="product-rows">
            {retailerIds.map((retailerId) => (
              <li key={retailerId}>
                <Row
                  phoneNumberId={phoneNumberId}
                  retailerId={retailerId}
                  known={parts.products.find((product) => product.retailerId === retailerId)?.title}
                />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </SheetFrame>
  )
}

type RowProps = { phoneNumberId: string; retailerId: string; known: string | undefined }

function Row({ phoneNumberId, retailerId, known }: RowProps) {
  const item = itemOf(phoneNumberId, retailerId)
  if (item === null) return <GoneRow title={known ?? retailerId} />
  const open = () => pushSheet({ kind: 'product', phoneNumberId, retailerId })
  return (
    <div class="product-row">
      <button type="button" class="product-row-open" onClick={open}>
        <Picture src={item.imageUrl} size="row" />
        <span class="product-row-text">
          <span class="product-row-title">
            <bdi>{item.title}</bdi>
          </span>
          <ItemPrice item={item} />
        </span>
      </button>
      {isInStock(item) ? <QuickAdd item={item} phoneNumberId={phoneNumberId} /> : <OutOfStock />}
    </div>
  )
}

function OutOfStock() {
  return <span class="mark">{shopWords().outOfStock}</span>
}

function GoneRow({ title }: { title: string }) {
  return (
    <div class="product-row product-row-gone">
      <Picture src="" size="row" />
      <span class="product-row-text">
        <span class="product-row-title">
          <bdi>{title}</bdi>
        </span>
        <span>{shopWords().gone}</span>
      </span>
    </div>
  )
}

function QuickAdd({ item, phoneNumberId }: { item: CatalogItem; phoneNumberId: string }) {
  const choice = choiceOf(phoneNumberId)
  const quantity = quantityOf(cartOf(choice), item.retailerId)
  if (quantity > 0) {
    const change = (value: number) => changeCart(choice, (cart) => setQuantity(cart, item.retailerId, value))
    return <Stepper title={item.title} value={quantity} onChange={change} />
  }
  return (
    <button
      type="button"
      class="round-button"
      aria-label={shopWords().addOne(item.title)}
      onClick={() => changeCart(choice, (cart) => putIn(cart, item, 1))}
    >
      <Icon name="plus" size={20} />
    </button>
  )
}
