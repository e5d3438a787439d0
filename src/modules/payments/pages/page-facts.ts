import type { OrderFacts } from '#modules/orders/index.ts'
import type { Store } from '#modules/stores/index.ts'
import { type Html, html } from '#platform/pages/html.ts'
import { type Language, pick } from '#shared/language.ts'
import { formatMoney } from '#shared/money.ts'
import { type PageTexts, texts } from './texts.ts'

/** What every page of an order is made from. */
export type PageFacts = {
  readonly language: Language
  readonly store: Pick<Store, 'name' | 'timeZone' | 'displayPhoneNumber' | 'defaultLanguage' | 'languages'>
  readonly order: OrderFacts
}

export function textsOf({ language }: PageFacts): PageTexts {
  return texts[language]
}

export function shopName({ store, language }: PageFacts): string {
  return pick(store.name, language, store.defaultLanguage)
}

/** Opens the chat with the shop, with these words ready to send. https://faq.whatsapp.com/5913398998672934 */
export function chatUrl({ store }: PageFacts, words?: string): string {
  const chat = `https://wa.me/${store.displayPhoneNumber.replace(/\D/g, '')}`
  return words === undefined ? chat : `${chat}?text=${encodeURIComponent(words)}`
}

/** An amount of the order's currency, fenced off from the direction of the text around it. */
export function moneyOf({ order, language }: PageFacts, amount: number): Html {
  const text = formatMoney({ amount, currency: order.currency }, language, { minor: 'always' })
  return html`<bdi class="money">${text}</bdi>`
}

/** A time on the shop's own clock, in figures that both languages' readers of our pages use. */
export function timeOf({ store, language }: PageFacts, at: Date, style: 'time' | 'day' = 'day'): string {
  const locale = language === 'ar' ? 'ar-u-nu-latn-ca-gregory' : 'en-GB'
  const clock = { hour: 'numeric', minute: '2-digit', timeZone: store.timeZone } as const
  const format = style === 'time' ? clock : ({ ...clock, weekday: 'short', day: 'numeric', month: 'short' } as const)
  return new Intl.DateTimeFormat(locale, format).format(at)
}
