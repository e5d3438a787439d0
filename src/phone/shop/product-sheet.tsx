import { useState } from 'preact/hooks'
import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import type { SheetOf } from '#phone/state/sheets.ts'
import type { CatalogItem } from '#phone/state/types.ts'
import { language } from '#phone/text/language.ts'
import { multiply } from '#shared/money.ts'
import { MOST_OF_ONE, putIn, quantityOf } from './cart.ts'
import { CartDoor, choiceOf } from './cart-door.tsx'
import { Notice, WhileNoCatalog } from './catalog-state.tsx'
import { type CatalogProduct, isInStock, productWith } from './group.ts'
import { Picture } from './picture.tsx'
import { ItemPrice } from './price.tsx'
import { itemPrice, priceText } from './prices.ts'
import { cartOf, catalogOf, changeCart } from './shop-state.ts'
import { Stepper } from './stepper.tsx'
import { shopWords } from './words.ts'

/** The page of one product: picture, price, description, its variants, and how many. */
export function ProductSheet({ sheet }: { sheet: SheetOf<'product'> }) {
  const { phoneNumberId } = sheet
  const [chosenId, choose] = useState(sheet.retailerId)
  const product = productWith(catalogOf(phoneNumberId).products, chosenId)
  const item = product?.items.find(({ retailerId }) => retailerId === chosenId)
  return (
    <SheetFrame
      title={product?.title ?? shopWords().catalog}
      size="full"
      foot={item === undefined ? undefined : <Buying key={chosenId} item={item} phoneNumberId={phoneNumberId} />}
    >
      <WhileNoCatalog phoneNumberId={phoneNumberId}>
        {product === undefined || item === undefined ? (
          <Notice text={shopWords().goneLong} />
        ) : (
          <Page product={product} item={item} onChoose={choose} />
        )}
      </WhileNoCatalog>
    </SheetFrame>
  )
}

type PageProps = { product: CatalogProduct; item: CatalogItem; onChoose: (retailerId: string) => void }

function Page({ product, item, onChoose }: PageProps) {
  return (
    <article class="product-page">
      <Picture src={item.imageUrl} alt={item.title} />
      <h3 dir="auto">{product.title}</h3>
      <ItemPrice item={item} />
      {isInStock(item) ? null : <span class="mark">{shopWords().outOfStock}</span>}
      <Variants product={product} chosen={item.retailerId} onChoose={onChoose} />
      <p class="product-about" dir="auto">
        {item.description}
      </p>
    </article>
  )
}

type VariantsProps = { product: CatalogProduct; chosen: string; onChoose: (retailerId: string) => void }

function Variants({ product, chosen, onChoose }: VariantsProps) {
  if (product.items.length < 2) return null
  return (
    <fieldset class="chips" aria-label={shopWords().choose}>
      {product.items.map((item) => (
        <button
          key={item.retailerId}
          type="button"
          class={isInStock(item) ? 'chip' : 'chip chip-out'}
          aria-pressed={item.retailerId === chosen}
          onClick={() => onChoose(item.retailerId)}
        >
          <bdi>{product.labels.get(item.retailerId) || item.title}</bdi>
          <small>{isInStock(item) ? priceText(itemPrice(item), language.value) : shopWords().outOfStock}</small>
        </button>
      ))}
    </fieldset>
  )
}

function Buying({ item, phoneNumberId }: { item: CatalogItem; phoneNumberId: string }) {
  const [quantity, setQuantity] = useState(1)
  const [added, setAdded] = useState('')
  const words = shopWords()
  const choice = choiceOf(phoneNumberId)
  const room = MOST_OF_ONE - quantityOf(cartOf(choice), item.retailerId)
  const add = () => {
    changeCart(choice, (cart) => putIn(cart, item, quantity))
    setAdded(words.added(item.title))
    setQuantity(1)
  }
  const price = priceText(multiply(itemPrice(item), quantity), language.value)
  return (
    <div class="buying">
      <div class="buying-row">
        <Stepper title={item.title} value={quantity} least={1} most={Math.max(1, room)} onChange={setQuantity} />
        <button type="button" class="main-button" disabled={!isInStock(item) || room < 1} onClick={add}>
          {isInStock(item) ? `${words.addToCart} · ${price}` : words.outOfStock}
        </button>
      </div>
      <CartDoor phoneNumberId={phoneNumberId} />
      <span class="visually-hidden" role="status">
        {added}
      </span>
    </div>
  )
}
