import { type Fields, fields, list } from '#sandbox/graph/checks.ts'
import type { Catalog, ChatMessage } from '#sandbox/graph/meta-model.ts'
import { productsOf } from '#sandbox/graph/sellable.ts'
import { showTemplate } from '#sandbox/graph/template-text.ts'

/** The message in plain words, part by part, one line each: what a person would read off the phone. */
export function readableText(message: ChatMessage, catalog: Catalog): string {
  if (message.edited !== undefined) return message.edited
  if (message.template !== undefined) return templateText(message)
  const content = message.body[message.type]
  const read = readers[message.type]
  if (read !== undefined) return read(content)
  if (message.type === 'interactive') return interactiveText(fields(content), catalog)
  return mediaText(message.type, fields(content))
}

const readers: Record<string, (content: unknown) => string> = {
  text: (content) => String(fields(content).body ?? ''),
  button: (content) => String(fields(content).text ?? ''),
  reaction: (content) => `reacted ${String(fields(content).emoji ?? '')}`.trim(),
  location: (content) => {
    const { latitude, longitude, name, address } = fields(content)
    return lines(`[location ${String(latitude)}, ${String(longitude)}]`, name, address)
  },
  contacts: (content) => lines(...list(content).map(({ name }) => `[contact ${String(fields(name).formatted_name)}]`)),
  order: (content) => {
    const { product_items, text } = fields(content)
    return lines('[order]', ...list(product_items).map(orderLine), text)
  },
  system: (content) => String(fields(content).body ?? ''),
  edit: (content) => `edited: ${String(fields(fields(fields(content).message).text).body ?? '')}`,
  revoke: () => 'deleted a message',
  unsupported: () => '[unsupported message]',
}

function orderLine({ quantity, product_retailer_id, item_price, currency }: Fields): string {
  return `${String(quantity)} × ${String(product_retailer_id)} at ${String(item_price)} ${String(currency)}`
}

/** Non-empty parts, one below the other. */
function lines(...parts: unknown[]): string {
  return parts
    .filter((part) => part !== undefined && part !== '')
    .map(String)
    .join('\n')
}

function mediaText(type: string, { caption, filename }: Fields): string {
  return lines(filename === undefined ? `[${type}]` : `[${type} ${String(filename)}]`, caption)
}

function templateText(message: ChatMessage): string {
  if (message.template === undefined) return ''
  const { header, body, footer, buttons } = showTemplate(message.template, fields(message.body.template))
  return lines(header, body, footer, ...buttons.map(({ title, url }) => (url ? `[${title}] ${url}` : `[${title}]`)))
}

function interactiveText(content: Fields, catalog: Catalog): string {
  const { button_reply, list_reply, nfm_reply } = content
  const reply = button_reply ?? list_reply
  if (reply !== undefined) return String(fields(reply).title)
  if (nfm_reply !== undefined) return `[form] ${String(fields(nfm_reply).response_json)}`
  const { header, body, footer } = content
  return lines(headerText(fields(header)), fields(body).text, fields(footer).text, ...actionLines(content, catalog))
}

function headerText(header: Fields): string {
  if (header.type === undefined) return ''
  return header.type === 'text' ? String(header.text) : `[${String(header.type)}]`
}

function actionLines(content: Fields, catalog: Catalog): string[] {
  const action = fields(content.action)
  if (content.type === 'button') return list(action.buttons).map(({ reply }) => `[${String(fields(reply).title)}]`)
  if (content.type === 'list') return [`[${String(action.button)}]`, ...list(action.sections).flatMap(sectionLines)]
  const products = productsOf(content)
  if (products !== undefined) return products.retailerIds.map((id) => productLine(id, catalog))
  return [`[${callToAction(action)}]`, ...cardLines(action)]
}

function sectionLines({ title, rows }: Fields): string[] {
  const named = list(rows).map((row) => `• ${[row.title, row.description].filter(Boolean).join(': ')}`)
  return title === undefined ? named : [`${String(title)}:`, ...named]
}

function cardLines(action: Fields): string[] {
  return list(action.cards).map((card) => `• ${String(fields(card.body).text ?? '')}`)
}

function productLine(retailerId: string, catalog: Catalog): string {
  const data = catalog.items.get(retailerId)?.data
  return data === undefined ? `• ${retailerId}` : `• ${String(data.title)} ${String(data.price)}`
}

function callToAction(action: Fields): string {
  const { display_text, flow_cta } = fields(action.parameters)
  return String(display_text ?? flow_cta ?? action.name ?? 'open')
}
