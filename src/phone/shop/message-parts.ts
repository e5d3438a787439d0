import { fields, list, text } from '#phone/state/fields.ts'
import type { ChatMessage, Fields, MessageProduct } from '#phone/state/types.ts'

/** What the product messages of the shop hold, read from the wire's own shape. */
export type ProductMessage = {
  header: string
  body: string
  footer: string
  products: readonly MessageProduct[]
}

export function readProductMessage(message: ChatMessage): ProductMessage {
  const interactive = fields(message.body.interactive)
  return {
    header: text(fields(interactive.header).text),
    body: text(fields(interactive.body).text),
    footer: text(fields(interactive.footer).text),
    products: message.products ?? [],
  }
}

/** Up to three pictures that differ: the sizes of one product share theirs. */
export function picturesOf(products: readonly MessageProduct[]): string[] {
  const byProduct = new Map(products.toReversed().map(({ title, imageUrl }) => [title.split(' – ')[0], imageUrl]))
  return [...byProduct.values()].toReversed().slice(0, 3)
}

export type Section = { title: string; retailerIds: string[] }

/** The sections of a product list, in the shop's order. */
export function sectionsOf({ body }: ChatMessage): Section[] {
  const action = fields(fields(body.interactive).action)
  return list(action.sections).map((section) => ({
    title: text(section.title),
    retailerIds: list(section.product_items).map((item) => text(item.product_retailer_id)),
  }))
}

/** The product a single product message is about. */
export function productIdOf({ body, products }: ChatMessage): string {
  const action = fields(fields(body.interactive).action)
  return text(action.product_retailer_id) || (products?.[0]?.retailerId ?? '')
}

export type Card = {
  index: number
  body: string
  /** Set on a product card. */
  retailerId: string | null
  link: { title: string; url: string } | null
  buttons: { id: string; title: string }[]
}

/** The cards of a carousel, products or pictures, in the order of their index. */
export function cardsOf({ body }: ChatMessage): Card[] {
  const cards = list(fields(fields(body.interactive).action).cards).map(cardOf)
  return cards.toSorted((a, b) => a.index - b.index)
}

function cardOf(card: Fields, place: number): Card {
  const action = fields(card.action)
  const parameters = fields(action.parameters)
  const url = text(parameters.url)
  return {
    index: typeof card.card_index === 'number' ? card.card_index : place,
    body: text(fields(card.body).text),
    retailerId: text(action.product_retailer_id) || null,
    link: url === '' ? null : { title: text(parameters.display_text), url },
    buttons: list(action.buttons).map((button) => {
      const reply = fields(button.quick_reply)
      return { id: text(reply.id), title: text(reply.title) }
    }),
  }
}
