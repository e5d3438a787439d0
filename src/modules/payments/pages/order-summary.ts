import { dueOf, type OrderFacts, type OrderLineFacts } from '#modules/orders/index.ts'
import { type Html, html } from '#platform/pages/html.ts'
import { pick } from '#shared/language.ts'
import { moneyOf, type PageFacts, textsOf } from './page-facts.ts'

/** What was ordered and what it comes to. */
export function orderSummary(facts: PageFacts): Html {
  const { order } = facts
  const text = textsOf(facts)
  return html`<section class="card">
<h2>${text.order(order.number)} <span class="soft">· ${text.items(order.lines.length)}</span></h2>
<ul class="lines">${order.lines.map((line) => lineOf(facts, line))}</ul>
${sumsOf(facts)}
</section>`
}

function lineOf(facts: PageFacts, line: OrderLineFacts): Html {
  const { language, store } = facts
  const title = pick(line.title, language, store.defaultLanguage)
  const options = pick(line.options, language, store.defaultLanguage)
  const text = textsOf(facts)
  const canceled = line.canceledQuantity >= line.quantity
  const details = [options, text.quantity(line.quantity)].filter((part) => part !== '').join(' · ')
  return html`<li>${pictureOf(line, title)}
<div class="what"><strong class="${canceled ? 'gone' : ''}">${title}</strong><span class="soft small">${details}</span>
${canceled && html` <span class="badge stop">${text.canceledLine}</span>`}</div>
${moneyOf(facts, line.total)}</li>`
}

function pictureOf(line: OrderLineFacts, title: string): Html {
  if (line.imageUrl === null) return html`<span class="thumb" dir="ltr" aria-hidden="true">${line.quantity}×</span>`
  return html`<img class="thumb" src="${line.imageUrl}" alt="${title}" width="51" height="51" loading="lazy">`
}

function sumsOf(facts: PageFacts): Html {
  const { order } = facts
  const { sums, free } = textsOf(facts)
  const row = (label: string, value: Html | string) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`
  const optional = (label: string, amount: number) => amount !== 0 && row(label, moneyOf(facts, amount))
  return html`<dl class="sums">
${row(sums.subtotal, moneyOf(facts, order.subtotal))}
${optional(sums.discount, -order.discount)}
${optional(sums.tax, order.tax)}
${row(sums.delivery, order.delivery === 0 ? free : moneyOf(facts, order.delivery))}
${optional(sums.rounding, order.rounding)}
<div class="whole"><dt>${sums.total}</dt><dd>${moneyOf(facts, order.total)}</dd></div>
${isLessDue(order) && row(sums.due, moneyOf(facts, dueOf(order)))}
</dl>`
}

/** Of an order in cash some goods will not come, and are not paid for. */
function isLessDue(order: OrderFacts): boolean {
  return order.status === 'placed' && order.paymentStatus === 'due_on_delivery' && dueOf(order) < order.total
}
