import { body, footer, headerImage, headerVideo, requireTitles, textHeader, urlAction } from './check-parts.ts'
import {
  all,
  array,
  byKey,
  type Check,
  catalogId,
  fields,
  integer,
  list,
  notAllowed,
  object,
  oneOf,
  opt,
  requireUnique,
  retailerId,
  text,
} from './checks.ts'

export const productSection = (title: Check) =>
  object({ title, product_items: array(object({ product_retailer_id: retailerId }), { min: 1, max: 30 }) })

/** At most 30 products over all sections. */
export function requireThirtyProducts(sections: unknown, path: string): void {
  const products = list(sections).flatMap(({ product_items }) => list(product_items))
  if (products.length > 30) throw notAllowed(`${path} product_items`, 'are at most 30 over all sections')
}

const noHeader: Check = (value, path) => {
  if (fields(value).header !== undefined) throw notAllowed(`${path}['header']`, 'is not allowed for this type')
}

export const product = all(
  noHeader,
  object({
    type: oneOf('product'),
    body: opt(body(1024)),
    footer: opt(footer),
    action: object({ catalog_id: catalogId, product_retailer_id: retailerId }),
  }),
)

const thirtyProducts: Check = (value, path) => {
  const { sections } = fields(fields(value).action)
  requireThirtyProducts(sections, path)
  requireTitles(list(sections), path)
}

export const productList = all(
  object({
    type: oneOf('product_list'),
    header: textHeader,
    body: body(1024),
    footer: opt(footer),
    action: object({ catalog_id: catalogId, sections: array(productSection(opt(text(24))), { min: 1, max: 10 }) }),
  }),
  thirtyProducts,
)

const thumbnail: Check = (value, path) => {
  const { parameters } = fields(fields(value).action)
  if (fields(parameters).thumbnail_product_retailer_id === undefined) {
    throw notAllowed(`${path} thumbnail_product_retailer_id`, 'is needed')
  }
}

export const catalogMessage = all(
  noHeader,
  thumbnail,
  object({
    type: oneOf('catalog_message'),
    body: body(1024),
    footer: opt(footer),
    action: object({
      name: oneOf('catalog_message'),
      parameters: object({ thumbnail_product_retailer_id: retailerId }),
    }),
  }),
)

const fewLineBreaks: Check = (value, path) => {
  if (String(fields(value).text).split('\n').length > 3) throw notAllowed(path, 'takes at most 2 line breaks')
}

const quickReply = object({
  type: oneOf('quick_reply'),
  quick_reply: object({ id: text(256), title: text(20) }),
})

const cardAction: Check = (value, path) => {
  const quick = fields(value).buttons !== undefined
  const check = quick ? object({ buttons: array(quickReply, { min: 1, max: 3 }) }) : urlAction
  check(value, path)
}

const mediaCard = object({
  card_index: integer(0, 9),
  type: oneOf('cta_url'),
  header: byKey('type', { image: headerImage, video: headerVideo }),
  body: opt(all(body(160), fewLineBreaks)),
  action: cardAction,
})

const productCard = object({
  card_index: integer(0, 9),
  type: oneOf('product'),
  action: object({ product_retailer_id: retailerId, catalog_id: catalogId }),
})

function cardParts(card: Record<string, unknown>): string {
  const action = fields(card.action)
  const buttons = list(action.buttons).length
  return [card.type, card.body !== undefined, fields(card.header).type, action.name, buttons, action.catalog_id].join()
}

const evenCards: Check = (value, path) => {
  const cards = list(fields(fields(value).action).cards)
  requireUnique(
    cards.map(({ card_index }) => card_index),
    `${path} card_index`,
  )
  if (new Set(cards.map(cardParts)).size > 1) throw notAllowed(`${path} cards`, 'must all have the same parts')
}

export const carousel = all(
  object({
    type: oneOf('carousel'),
    body: body(1024),
    action: object({
      cards: array(byKey('type', { cta_url: mediaCard, product: productCard }), { min: 2, max: 10 }),
    }),
  }),
  evenCards,
)
