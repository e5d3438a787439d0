import type { InteractiveContent, ListSection, PlainContent, ReplyButton } from '#modules/messaging/content.ts'
import { distinct, httpUrl, identifiers, limits, line, paragraph, title, Unbuildable } from './parts.ts'

type Interactive = Record<string, unknown>
type Of<Kind extends PlainContent['kind']> = Extract<PlainContent, { kind: Kind }>

export function interactiveOf(content: InteractiveContent): Interactive {
  switch (content.kind) {
    case 'buttons':
      return replyButtons(content)
    case 'list':
      return list(content)
    case 'link':
      return link(content)
    case 'location_request':
      return {
        type: 'location_request_message',
        body: { text: paragraph(content.text, limits.body) },
        action: { name: 'send_location' },
      }
  }
}

/** Products of the connected catalog: a list of up to 30, or the page of one. */
export function productMessageOf(content: Of<'products'> | Of<'product'>, catalogId: string | null): Interactive {
  if (catalogId === null || !/^[0-9]+$/.test(catalogId)) throw new Unbuildable('no-catalog')
  return content.kind === 'products' ? productList(content, catalogId) : productPage(content, catalogId)
}

function replyButtons(content: Of<'buttons'>): Interactive {
  return {
    type: 'button',
    ...header(content.header),
    body: { text: paragraph(content.text, limits.body) },
    ...footer(content.footer),
    action: { buttons: buttonsOf(content.buttons) },
  }
}

function buttonsOf(buttons: readonly ReplyButton[]): unknown[] {
  if (buttons.length === 0) throw new Unbuildable('no-choices')
  if (buttons.length > limits.buttons) throw new Unbuildable('too-many-buttons')
  const ids = buttons.map((button) => button.id)
  identifiers(ids, limits.replyId)
  const titles = distinct(
    buttons.map((button) => title(button.title, limits.buttonTitle)),
    limits.buttonTitle,
  )
  return ids.map((id, index) => ({ type: 'reply', reply: { id, title: titles[index] } }))
}

function list(content: Of<'list'>): Interactive {
  return {
    type: 'list',
    ...header(content.header),
    body: { text: paragraph(content.text, limits.text) },
    ...footer(content.footer),
    action: { button: title(content.button, limits.buttonTitle), sections: listSections(content.sections) },
  }
}

function listSections(sections: readonly ListSection[]): unknown[] {
  const filled = sections.filter((section) => section.rows.length > 0)
  const rows = filled.flatMap((section) => section.rows)
  if (rows.length === 0) throw new Unbuildable('no-choices')
  if (rows.length > limits.rows) throw new Unbuildable('too-many-rows')
  identifiers(
    rows.map((row) => row.id),
    limits.rowId,
  )
  const titles = sectionTitles(filled)
  return filled.map((section, index) => ({
    ...titles[index],
    rows: section.rows.map((row) => {
      const description = line(row.description, limits.rowDescription)
      return { id: row.id, title: title(row.title, limits.rowTitle), ...(description !== null && { description }) }
    }),
  }))
}

/** A single section may go without a title; several may not. */
function sectionTitles(sections: readonly { title: string }[]): { title?: string }[] {
  return sections.map((section) => {
    const text = line(section.title, limits.sectionTitle)
    if (text === null && sections.length > 1) throw new Unbuildable('section-title-missing')
    return text === null ? {} : { title: text }
  })
}

function link(content: Of<'link'>): Interactive {
  return {
    type: 'cta_url',
    body: { text: paragraph(content.text, limits.body) },
    ...footer(content.footer),
    action: {
      name: 'cta_url',
      parameters: { display_text: title(content.title, limits.buttonTitle), url: httpUrl(content.url) },
    },
  }
}

function productList(content: Of<'products'>, catalogId: string): Interactive {
  const sections = content.sections.filter((section) => section.retailerIds.length > 0)
  const products = sections.flatMap((section) => section.retailerIds)
  if (products.length === 0) throw new Unbuildable('no-choices')
  if (products.length > limits.products) throw new Unbuildable('too-many-products')
  if (sections.length > limits.sections) throw new Unbuildable('too-many-sections')
  for (const section of sections) identifiers(section.retailerIds, limits.retailerId)
  const head = header(content.header)
  if (head.header === undefined) throw new Unbuildable('header-missing')
  const titles = sectionTitles(sections)
  return {
    type: 'product_list',
    ...head,
    body: { text: paragraph(content.text, limits.body) },
    ...footer(content.footer),
    action: {
      catalog_id: catalogId,
      sections: sections.map((section, index) => ({
        ...titles[index],
        product_items: section.retailerIds.map((id) => ({ product_retailer_id: id })),
      })),
    },
  }
}

/** A product page takes no header, and its text is optional. */
function productPage({ text, retailerId }: Of<'product'>, catalogId: string): Interactive {
  identifiers([retailerId], limits.retailerId)
  const hasText = line(text, limits.body) !== null
  return {
    type: 'product',
    ...(hasText && text !== undefined && { body: { text: paragraph(text, limits.body) } }),
    action: { catalog_id: catalogId, product_retailer_id: retailerId },
  }
}

function header(text: string | undefined): { header?: { type: 'text'; text: string } } {
  const clean = line(text, limits.header)
  return clean === null ? {} : { header: { type: 'text', text: clean } }
}

function footer(text: string | undefined): { footer?: { text: string } } {
  const clean = line(text, limits.footer)
  return clean === null ? {} : { footer: { text: clean } }
}
