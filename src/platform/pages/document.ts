import type { Language } from '#shared/language.ts'
import { Html, html } from './html.ts'
import { stylesheetUrl } from './stylesheet.ts'

export type PageDocument = {
  title: string
  language: Language
  /** The same page in the other language. */
  otherLanguage: { href: string; name: string; language: Language }
  /** What stands at the top: the shop's name. */
  brand: string
  body: Html
  footer: string
  /** Loads this address after so many seconds. */
  refresh?: { seconds: number; url: string }
}

/** A whole page without any script: what a phone shows when a link of ours is tapped. */
export function renderDocument(page: PageDocument): string {
  const direction = page.language === 'ar' ? 'rtl' : 'ltr'
  const { otherLanguage, refresh } = page
  return html`${DOCTYPE}
<html lang="${page.language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<meta name="format-detection" content="telephone=no">
${refresh && html`<meta http-equiv="refresh" content="${refresh.seconds}; url=${refresh.url}">`}
<title>${page.title}</title>
<link rel="stylesheet" href="${stylesheetUrl}">
</head>
<body>
<header class="top">
<p class="brand"><span class="mark" aria-hidden="true">${initialOf(page.brand)}</span><bdi>${page.brand}</bdi></p>
<a class="switch" href="${otherLanguage.href}" hreflang="${otherLanguage.language}" lang="${otherLanguage.language}">${otherLanguage.name}</a>
</header>
<main>${page.body}</main>
<footer class="foot">${page.footer}</footer>
</body>
</html>
`.text
}

// Not a value to escape: it is the one piece of markup that a template cannot start with a tag.
const DOCTYPE = new Html('<!doctype html>')

function initialOf(name: string): string {
  const [first] = new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(name)
  return (first?.segment ?? '').toUpperCase()
}

/** Sent with every page: nothing runs, nothing is framed, nothing is kept, and the link is not passed on. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex, nofollow',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
} as const
