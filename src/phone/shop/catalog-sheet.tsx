import { useState } from 'preact/hooks'
import { Icon } from '#phone/chat/icons.tsx'
import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import { pushSheet, type SheetOf } from '#phone/state/sheets.ts'
import { CartDoor, hasCart } from './cart-door.tsx'
import { Notice, WhileNoCatalog } from './catalog-state.tsx'
import { type CatalogFilter, type CatalogProduct, filterProducts, isInStock } from './group.ts'
import { Picture } from './picture.tsx'
import { ProductPrice } from './price.tsx'
import { catalogOf } from './shop-state.ts'
import { typedDirection } from './typed-direction.ts'
import { shopWords } from './words.ts'

/** The whole catalog as the app shows it: search, collections, a grid of products. */
export function CatalogSheet({ sheet }: { sheet: SheetOf<'catalog'> }) {
  const { phoneNumberId } = sheet
  const [filter, setFilter] = useState<CatalogFilter>({ text: '', collection: sheet.collection ?? null })
  const { products, catalog } = catalogOf(phoneNumberId)
  const found = filterProducts(products, filter)
  const narrowed = filter.text.trim() !== '' || filter.collection !== null
  return (
    <SheetFrame
      title={shopWords().catalog}
      size="full"
      foot={hasCart(phoneNumberId) ? <CartDoor phoneNumberId={phoneNumberId} /> : undefined}
    >
      <WhileNoCatalog phoneNumberId={phoneNumberId}>
        <SearchBox value={filter.text} onChange={(text) => setFilter({ ...filter, text })} />
        <Collections
          names={catalog.collections.map(({ name }) => name)}
          chosen={filter.collection}
          onChoose={(collection) => setFilter({ ...filter, collection })}
        />
        <p class={narrowed ? 'found' : 'visually-hidden'} role="status">
          {narrowed ? shopWords().found(found.length) : ''}
        </p>
        {found.length === 0 ? <Notice text={shopWords().nothingFound} /> : null}
        <ul class="product-grid">
          {found.map((product) => (
            <li key={product.id}>
              <Tile product={product} phoneNumberId={phoneNumberId} />
            </li>
          ))}
        </ul>
      </WhileNoCatalog>
    </SheetFrame>
  )
}

function SearchBox({ value, onChange }: { value: string; onChange: (text: string) => void }) {
  const words = shopWords()
  return (
    <div class="search-box">
      <Icon name="search" size={18} />
      <input
        type="search"
        dir={typedDirection(value)}
        value={value}
        placeholder={words.search}
        aria-label={words.search}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
      {value === '' ? null : (
        <button type="button" class="icon-button" aria-label={words.clearSearch} onClick={() => onChange('')}>
          <Icon name="close" size={16} />
        </button>
      )}
    </div>
  )
}

type CollectionsProps = { names: string[]; chosen: string | null; onChoose: (name: string | null) => void }

function Collections({ names, chosen, onChoose }: CollectionsProps) {
  if (names.length === 0) return null
  const words = shopWords()
  return (
    <fieldset class="chips chips-scroll" aria-label={words.collections}>
      {[null, ...names].map((name) => (
        <button
          key={name ?? ''}
          type="button"
          class="chip"
          aria-pressed={chosen === name}
          onClick={() => onChoose(name)}
        >
          <bdi>{name ?? words.all}</bdi>
        </button>
      ))}
    </fieldset>
  )
}

function Tile({ product, phoneNumberId }: { product: CatalogProduct; phoneNumberId: string }) {
  const [first] = product.items
  const best = product.items.find(isInStock) ?? first
  if (best === undefined) return null
  const open = () => pushSheet({ kind: 'product', phoneNumberId, retailerId: best.retailerId })
  return (
    <button type="button" class="product-tile" onClick={open}>
      <Picture src={best.imageUrl} />
      <span class="product-tile-title">
        <bdi>{product.title}</bdi>
      </span>
      <ProductPrice product={product} />
      {isInStock(best) ? null : <span class="mark">{shopWords().outOfStock}</span>}
    </button>
  )
}
