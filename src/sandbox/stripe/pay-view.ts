import { createHash } from 'node:crypto'
import { shownAmount } from './currencies.ts'
import { payStyle } from './pay-style.ts'
import { type Language, type Notice, type Option, payWords } from './pay-words.ts'
import type { Session } from './stripe-model.ts'

/** The one style the page's policy lets in. */
export const styleSource = `'sha256-${createHash('sha256').update(payStyle).digest('base64')}'`

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character)
}

type Page = { language: Language; body: string }

function page({ language, body }: Page): string {
  const { title, otherLanguage, test } = payWords[language]
  const other = language === 'ar' ? 'en' : 'ar'
  return `<!doctype html>
<html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><style>${payStyle}</style></head>
<body><main>
<header><h1>${title}</h1><a href="?lang=${other}" lang="${other}" hreflang="${other}">${otherLanguage}</a></header>
<p class="test">${test}</p>
${body}
</main></body></html>`
}

function statePage(language: Language, [title, text]: [string, string]): string {
  return page({ language, body: `<section class="card state"><h2>${title}</h2><p>${text}</p></section>` })
}

export function nothingPage(language: Language): string {
  return statePage(language, payWords[language].nothing)
}

type Shown = { session: Session; language: Language; notice?: Notice | undefined; underWay: boolean }

/** What is to be paid and how; or how it ended. */
export function sessionPage({ session, language, notice, underWay }: Shown): string {
  const words = payWords[language]
  if (session.status === 'expired') return statePage(language, words.expired)
  if (session.status === 'complete') return statePage(language, underWay ? words.underWay : words.complete)
  const note = notice === undefined ? '' : `<p class="note" role="alert">${words.notices[notice]}</p>`
  const options: Option[] = ['pay', 'decline', 'challenge', 'later', 'leave']
  return page({ language, body: note + summary(session, language) + form({ session, language }, options) })
}

type Asked = { session: Session; language: Language }

/** The bank's own question before a payment. */
export function challengePage({ session, language }: Asked): string {
  const [title, text] = payWords[language].challenge
  const question = `<section class="card state"><h2>${title}</h2><p>${text}</p></section>`
  return page({ language, body: question + form({ session, language }, ['approve', 'refuse']) })
}

function summary({ lines, amountTotal, currency }: Session, language: Language): string {
  const rows = lines.map(
    (line) =>
      `<li><span dir="auto">${escapeHtml(line.name)}</span><span><bdi>${line.quantity} × ${shownAmount(line.unitAmount, line.currency)}</bdi></span></li>`,
  )
  const total = `<p class="label">${payWords[language].total}</p><p class="sum"><bdi>${shownAmount(amountTotal, currency)}</bdi></p>`
  return `<section class="card">${total}<ul>${rows.join('')}</ul></section>`
}

const looks: Partial<Record<Option, string>> = { pay: 'first', approve: 'first', leave: 'last' }

function form({ session, language }: Asked, options: Option[]): string {
  const buttons = options.map((option) => {
    const [title, hint] = payWords[language].options[option]
    const look = looks[option] === undefined ? '' : ` class="${looks[option]}"`
    return `<button name="choice" value="${option}"${look}><b>${title}</b><span>${hint}</span></button>`
  })
  return `<form method="post" action="/pay/${session.id}?lang=${language}">${buttons.join('')}</form>`
}
