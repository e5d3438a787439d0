import { renderDocument } from '#platform/pages/document.ts'
import { type Html, html } from '#platform/pages/html.ts'
import { type IconName, icon } from './icons.ts'
import { otherLanguageOf } from './language-switch.ts'
import { orderSummary } from './order-summary.ts'
import { chatUrl, type PageFacts, shopName, textsOf, timeOf } from './page-facts.ts'
import type { PageState } from './state-texts.ts'

export type StatePage = {
  facts: PageFacts
  state: PageState
  /** Path and query of this page without the language. */
  path: string
  refresh?: { seconds: number; url: string }
}

type Look = { tone: 'good' | 'wait' | 'stop'; icon: IconName; action: 'track' | 'pay' | 'again' | 'chat' }

const looks: Readonly<Record<PageState, Look>> = {
  paid: { tone: 'good', icon: 'check', action: 'track' },
  cash: { tone: 'good', icon: 'cash', action: 'track' },
  processing: { tone: 'wait', icon: 'clock', action: 'track' },
  checking: { tone: 'wait', icon: 'wait', action: 'chat' },
  slow: { tone: 'wait', icon: 'clock', action: 'again' },
  unpaid: { tone: 'wait', icon: 'clock', action: 'pay' },
  expired: { tone: 'stop', icon: 'clock', action: 'chat' },
  canceled: { tone: 'stop', icon: 'stop', action: 'chat' },
  on_hold: { tone: 'wait', icon: 'clock', action: 'chat' },
  closed: { tone: 'wait', icon: 'stop', action: 'chat' },
  sold_out: { tone: 'stop', icon: 'stop', action: 'chat' },
  price_changed: { tone: 'wait', icon: 'clock', action: 'chat' },
  too_small: { tone: 'wait', icon: 'stop', action: 'chat' },
  busy: { tone: 'wait', icon: 'clock', action: 'again' },
  trouble: { tone: 'stop', icon: 'stop', action: 'chat' },
}

/** The page that says where a payment stands, with the order beside it. */
export function statePage({ facts, state, path, refresh }: StatePage): string {
  const text = textsOf(facts)
  const { title, text: sentence } = text.states[state]
  const look = looks[state]
  const held = state === 'unpaid' ? facts.order.holdExpiresAt : null
  const body = html`<div class="column"><section class="card state ${look.tone}" role="status">
${icon(look.icon)}
<h1>${title}</h1>
<p>${sentence}</p>
${held && html`<p class="soft">${text.heldUntil(timeOf(facts, held, 'time'))}</p>`}
<div class="actions">${actionsOf(facts, state, path)}</div>
</section></div>
<div class="column">${orderSummary(facts)}</div>`
  return renderDocument({
    title: `${title} · ${shopName(facts)}`,
    language: facts.language,
    otherLanguage: otherLanguageOf(facts.language, path),
    brand: shopName(facts),
    body,
    footer: text.footer,
    ...(refresh && { refresh }),
  })
}

function actionsOf(facts: PageFacts, state: PageState, path: string): Html {
  const text = textsOf(facts)
  const { token } = facts.order
  const { action } = looks[state]
  // The new total waits in the chat for whoever asks to pay there.
  const chat = { href: chatUrl(facts, state === 'price_changed' ? text.payWord : undefined), label: text.openChat }
  const firsts = {
    track: { href: `/o/${token}`, label: text.trackOrder },
    pay: { href: `/p/${token}`, label: text.payNow },
    again: { href: path, label: text.tryAgain },
    chat,
  }
  const first = firsts[action]
  return html`<a class="button" href="${first.href}">${first.label}</a>
${first !== chat && html`<a class="button quiet" href="${chat.href}">${chat.label}</a>`}`
}
