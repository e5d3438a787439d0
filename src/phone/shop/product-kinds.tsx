import { Icon } from '#phone/chat/icons.tsx'
import type { KindProps } from '#phone/chat/kind.types.ts'
import { RichText } from '#phone/chat/rich-text.tsx'
import { pushSheet } from '#phone/state/sheets.ts'
import { language } from '#phone/text/language.ts'
import { type ProductMessage, picturesOf, productIdOf, readProductMessage } from './message-parts.ts'
import { Picture } from './picture.tsx'
import { shownPrice } from './prices.ts'
import { shopWords } from './words.ts'

function Said({ body, footer }: ProductMessage) {
  return (
    <>
      {body === '' ? null : (
        <div class="shop-said">
          <RichText text={body} />
        </div>
      )}
      {footer === '' ? null : (
        <p class="shop-footer" dir="auto">
          {footer}
        </p>
      )}
    </>
  )
}

/** One product: its picture as large as the bubble, its name and price. */
export function ProductBody({ message }: KindProps) {
  const parts = readProductMessage(message)
  const [product] = parts.products
  return (
    <div class="product-card">
      <Picture src={product?.imageUrl ?? ''} />
      <div class="product-card-text">
        <strong>
          <bdi>{product?.title ?? shopWords().gone}</bdi>
        </strong>
        <span class="price">{shownPrice(product?.price ?? '', language.value)}</span>
      </div>
      <Said {...parts} />
    </div>
  )
}

export function ProductFoot({ message, choice }: KindProps) {
  const { phoneNumberId } = choice
  const open = () => pushSheet({ kind: 'product', phoneNumberId, retailerId: productIdOf(message) })
  return (
    <div class="foot-buttons">
      <button type="button" class="foot-button" onClick={open}>
        <Icon name="bag" size={18} />
        {shopWords().view}
      </button>
    </div>
  )
}

/** A list of products in sections; the bubble shows the first pictures and how many there are. */
export function ProductListBody({ message }: KindProps) {
  const parts = readProductMessage(message)
  const pictures = picturesOf(parts.products)
  return (
    <div class="product-list-card">
      <div class={pictures.length === 1 ? 'product-strip product-strip-one' : 'product-strip'} aria-hidden="true">
        {pictures.map((url) => (
          <Picture key={url} src={url} />
        ))}
      </div>
      <div class="product-list-head">
        <strong>
          <bdi>{parts.header}</bdi>
        </strong>
        <span>{shopWords().items(parts.products.length)}</span>
      </div>
      <Said {...parts} />
    </div>
  )
}

export function ProductListFoot({ message, choice }: KindProps) {
  const open = () => pushSheet({ kind: 'sections', phoneNumberId: choice.phoneNumberId, message })
  return (
    <div class="foot-buttons">
      <button type="button" class="foot-button" onClick={open}>
        <Icon name="list" size={18} />
        {shopWords().viewItems}
      </button>
    </div>
  )
}

/** The way into the whole catalog, with one product's picture to invite. */
export function CatalogBody({ message }: KindProps) {
  const parts = readProductMessage(message)
  const [thumbnail] = parts.products
  return (
    <div class="product-card">
      {thumbnail === undefined ? null : <Picture src={thumbnail.imageUrl} />}
      <Said {...parts} />
    </div>
  )
}

export function CatalogFoot({ choice }: KindProps) {
  const open = () => pushSheet({ kind: 'catalog', phoneNumberId: choice.phoneNumberId })
  return (
    <div class="foot-buttons">
      <button type="button" class="foot-button" onClick={open}>
        <Icon name="bag" size={18} />
        {shopWords().viewCatalog}
      </button>
    </div>
  )
}
