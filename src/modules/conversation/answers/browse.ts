import type { ProductCard, SellableVariant } from '#modules/catalog/index.ts'
import { packText } from '#modules/conversation/actions.rules.ts'
import type { Intent } from '#modules/conversation/intent.types.ts'
import { amountText, bareAmount, fence } from '#modules/conversation/texts/phrases.ts'
import { shopTexts } from '#modules/conversation/texts/shop-texts.ts'
import type { Choice, Reply, Say, Situation } from '#modules/conversation/turn.types.ts'
import { packUuid } from '#shared/ids.ts'
import { pick } from '#shared/language.ts'
import { cutGraphemes } from '#shared/text.ts'
import { collectionRow, home, homeChoices } from './home.ts'
import { itemName, plainName } from './lines.ts'
import { type More, pageOf } from './paging.ts'
import { answered, choice, pending, titled } from './turns.ts'

const mostProducts = 30

/** The store's sections. */
export function browse(situation: Situation, page: number): Reply {
  const { language, collections } = situation
  if (collections.length === 0)
    return home(situation, { text: shopTexts.nothingForSale(language, {}), purpose: 'browse' })
  const rows = collections.map((collection) => collectionRow(situation, collection))
  const say: Say = {
    kind: 'list',
    text: shopTexts.sections(language, {}),
    footer: shopTexts.searchHint(language, {}),
    button: titled(situation, 'choose'),
    sections: [
      { title: titled(situation, 'shopSection'), choices: pageOf(situation, { rows, page, verb: 'browse', args: [] }) },
    ],
  }
  return answered(situation, { say, purpose: 'browse' })
}

/** What a section has to sell: with WhatsApp's own cart where the catalog is there, else as a list to choose from. */
export function showCollection(
  situation: Situation,
  { collectionId, page }: { collectionId: string; page: number },
): Reply {
  const collection = situation.collections.find(({ id }) => id === collectionId)
  const variants = sellableOf(situation.cards)
  if (collection === undefined || variants.length === 0) {
    return home(situation, { text: shopTexts.sectionGone(situation.language, {}), purpose: 'browse' })
  }
  const { language, store } = situation
  const title = fence(cutGraphemes(pick(collection.title, language, store.defaultLanguage), 60), language)
  const list = listOf(situation, {
    variants,
    page,
    text: shopTexts.pickOne(language, { title }),
    verb: 'collection',
    args: [packUuid(collectionId)],
    quantity: 1,
  })
  const say = inCatalog(situation, {
    variants,
    header: pick(collection.title, language, store.defaultLanguage),
    text: shopTexts.cartInHand(language, {}),
    list,
  })
  return answered(situation, { say: page > 0 ? list : say, purpose: 'browse' })
}

/** Products found by what was typed; a number in front says how many. */
export function search(situation: Situation, wish: Extract<Intent, { is: 'search' }>): Reply {
  const { language } = situation
  const text = fence(cutGraphemes(wish.said, 40), language)
  const variants = sellableOf(situation.cards)
  if (variants.length === 0) return notFound(situation, text)
  const said = shopTexts.found(language, { text })
  const more = { verb: 'search' as const, args: [packText(wish.said)] }
  const list = listOf(situation, { variants, page: wish.page, text: said, quantity: wish.quantity ?? 1, ...more })
  const header = shopTexts.foundHeader(language, { text: cutGraphemes(wish.said, 40) })
  const plainly = wish.quantity !== null || wish.page > 0
  const say = plainly ? list : inCatalog(situation, { variants, header, text: said, list })
  return answered(situation, { say, purpose: 'search' })
}

function notFound(situation: Situation, text: string): Reply {
  const { language, chat } = situation
  const misses = (chat.memory.misses ?? 0) + 1
  const said = misses >= 3 ? shopTexts.notFoundAgain(language, { text }) : shopTexts.notFound(language, { text })
  const say: Say = { kind: 'buttons', text: said, choices: homeChoices(situation) }
  return answered(pending(situation, { memory: { misses } }), { say, purpose: 'search' })
}

/** The product a message was written from. */
export function showProduct(situation: Situation, retailerId: string): Reply {
  const variant = situation.variants.find((each) => each.retailerId === retailerId)
  if (variant === undefined || !variant.sellable) return notForSale(situation, variant)
  const text = shopTexts.found(situation.language, { text: itemName(variant, situation) })
  const list = listOf(situation, { variants: [variant], page: 0, text, verb: 'browse', args: [], quantity: 1 })
  return answered(situation, {
    say: inCatalog(situation, { variants: [variant], header: '', text, list }),
    purpose: 'browse',
  })
}

export function notForSale(situation: Situation, variant: SellableVariant | undefined): Reply {
  const { language } = situation
  const soldOut = variant?.whyNot === 'sold_out'
  const text = soldOut
    ? shopTexts.notForSale(language, { item: itemName(variant, situation) })
    : shopTexts.productGone(language, {})
  return answered(situation, { say: { kind: 'buttons', text, choices: homeChoices(situation) }, purpose: 'browse' })
}

function sellableOf(cards: readonly ProductCard[]): SellableVariant[] {
  return cards.flatMap((card) => card.variants.filter((variant) => variant.sellable))
}

type Shelf = { variants: readonly SellableVariant[]; header: string; text: string; list: Say }

/** Only what Meta has taken may go into a message; the list stands by for the day the catalog does not answer. */
function inCatalog({ store, language }: Situation, { variants, header, text, list }: Shelf): Say {
  const retailerIds = variants.filter((variant) => variant.inMetaCatalog).map((variant) => variant.retailerId)
  const [first, second] = retailerIds
  if (first === undefined || store.catalogId === null || !store.catalogUsable) return list
  if (second === undefined && variants.length === 1) return { kind: 'product', text, retailerId: first, instead: list }
  const shown = {
    kind: 'products' as const,
    header,
    text,
    retailerIds: retailerIds.slice(0, mostProducts),
    instead: list,
  }
  return retailerIds.length > mostProducts ? { ...shown, footer: shopTexts.searchHint(language, {}) } : shown
}

type Listing = More & { variants: readonly SellableVariant[]; page: number; text: string; quantity: number }

function listOf(situation: Situation, { variants, page, text, quantity, ...more }: Listing): Say {
  const [only, other] = variants
  if (only !== undefined && other === undefined) return oneItem(situation, { variant: only, quantity })
  const rows = variants.map((variant) => variantRow(situation, { variant, quantity }))
  return {
    kind: 'list',
    text,
    footer: shopTexts.searchHint(situation.language, {}),
    button: titled(situation, 'choose'),
    sections: [{ title: titled(situation, 'shopSection'), choices: pageOf(situation, { rows, page, ...more }) }],
  }
}

/** One thing needs no list: its price, and a button to take it. */
function oneItem(situation: Situation, { variant, quantity }: { variant: SellableVariant; quantity: number }): Say {
  const { language, store } = situation
  const facts = { item: itemName(variant, situation), amount: amountText(variant.price, store.currency, language) }
  const args = [packUuid(variant.variantId), String(quantity)]
  return {
    kind: 'buttons',
    text: shopTexts.oneItem(language, facts),
    choices: [
      { verb: 'add', args, title: shopTexts.addToCart(language, { quantity }) },
      choice(situation, 'browse', { title: 'keepShopping' }),
    ],
  }
}

function variantRow(
  situation: Situation,
  { variant, quantity }: { variant: SellableVariant; quantity: number },
): Choice {
  const { language, store } = situation
  const price = bareAmount(variant.price, store.currency, language)
  const option = pick(variant.optionTitle, language, store.defaultLanguage)
  const name = pick(variant.title, language, store.defaultLanguage)
  // A name too long for a row's title is said in full below it.
  const below = name.length > 24 ? [plainName(variant, situation)] : [option].filter((text) => text !== '')
  return {
    verb: 'add',
    args: [packUuid(variant.variantId), String(quantity)],
    title: name,
    description: [quantity > 1 ? `${quantity} × ${price}` : price, ...below.map((text) => fence(text, language))].join(
      ' · ',
    ),
  }
}
