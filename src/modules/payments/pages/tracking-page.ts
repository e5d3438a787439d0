import { renderDocument } from '#platform/pages/document.ts'
import { type Html, html } from '#platform/pages/html.ts'
import { otherLanguageOf } from './language-switch.ts'
import { orderSummary } from './order-summary.ts'
import { chatUrl, type PageFacts, shopName, textsOf, timeOf } from './page-facts.ts'
import { type ProgressStep, progressOf } from './progress.rules.ts'
import type { ShipmentStatus } from './texts.ts'

export type Parcel = {
  carrier: string | null
  trackingNumber: string | null
  trackingUrl: string | null
  status: ShipmentStatus
  shippedAt: Date
  statusAt: Date
  events: readonly { status: ShipmentStatus; at: Date; location: string | null }[]
}

export type TrackingPage = { facts: PageFacts; parcels: readonly Parcel[]; path: string }

/** Where an order stands: what was ordered, how far it is, and where its parcels are. */
export function trackingPage({ facts, parcels, path }: TrackingPage): string {
  const text = textsOf(facts)
  const steps = progressOf(facts.order, parcels)
  const body = html`<div class="column"><section class="card">
<h1>${text.order(facts.order.number)}</h1>
<h2 class="soft">${headlineOf(facts, steps)}</h2>
<ol class="steps" aria-label="${text.progress}">${steps.map((step) => stepOf(facts, step))}</ol>
</section>
${parcels.length > 0 && html`<section class="card"><h2>${text.parcels}</h2>${parcels.map((parcel, index) => parcelOf(facts, parcel, index + 1))}</section>`}
<div class="actions">${payAction(facts)}<a class="button quiet" href="${chatUrl(facts)}">${text.openChat}</a></div>
</div>
<div class="column">${orderSummary(facts)}</div>`
  return renderDocument({
    title: `${text.order(facts.order.number)} · ${shopName(facts)}`,
    language: facts.language,
    otherLanguage: otherLanguageOf(facts.language, path),
    brand: shopName(facts),
    body,
    footer: text.footer,
  })
}

function headlineOf(facts: PageFacts, steps: readonly ProgressStep[]): string {
  const { states, steps: names, refunded, partlyRefunded } = textsOf(facts)
  const { order } = facts
  if (order.paymentStatus === 'refunded') return refunded
  if (order.paymentStatus === 'partially_refunded') return partlyRefunded
  if (order.status === 'on_hold') return states.on_hold.title
  if (order.status === 'awaiting_payment')
    return states[order.paymentStatus === 'pending' ? 'processing' : 'unpaid'].title
  const reached = steps.findLast((step) => step.state !== 'later')
  return names[reached?.name ?? 'ordered']
}

function stepOf(facts: PageFacts, { name, state, at }: ProgressStep): Html {
  return html`<li class="${state}"><strong>${textsOf(facts).steps[name]}</strong>
${at && html`<span class="soft small">${timeOf(facts, at)}</span>`}</li>`
}

function payAction(facts: PageFacts): Html | false {
  const { status, token } = facts.order
  return status === 'awaiting_payment' && html`<a class="button" href="/p/${token}">${textsOf(facts).payNow}</a>`
}

const tones: Readonly<Partial<Record<ShipmentStatus, string>>> = {
  delivered: 'good',
  ready_for_pickup: 'good',
  exception: 'stop',
  returned: 'stop',
  returning: 'stop',
  canceled: 'stop',
}

function parcelOf(facts: PageFacts, parcel: Parcel, position: number): Html {
  const text = textsOf(facts)
  const { carrier, trackingNumber, trackingUrl } = parcel
  return html`<div class="parcel">
<div class="row"><strong>${text.parcel(position)}</strong><span class="badge ${tones[parcel.status]}">${text.shipment[parcel.status]}</span></div>
${(carrier ?? trackingNumber) !== null && html`<p class="soft small">${carrier && html`<bdi>${carrier}</bdi>`} ${trackingNumber && html`<bdi dir="ltr">${trackingNumber}</bdi>`}</p>`}
${trackingUrl && html`<a class="button quiet" href="${trackingUrl}" rel="noopener noreferrer">${text.trackParcel}</a>`}
<ol class="steps">${parcel.events.map((event, index) => eventOf(facts, event, index === 0))}</ol>
</div>`
}

function eventOf(facts: PageFacts, event: Parcel['events'][number], latest: boolean): Html {
  const details = [timeOf(facts, event.at), event.location].filter((part) => part !== null).join(' · ')
  return html`<li class="${latest ? 'now' : 'done'}"><strong>${textsOf(facts).shipment[event.status]}</strong>
<span class="soft small">${details}</span></li>`
}
