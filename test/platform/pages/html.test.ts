import fc from 'fast-check'
import t from 'tap'
import { renderDocument } from '#platform/pages/document.ts'
import { html } from '#platform/pages/html.ts'

t.test('whatever is put into a page is text and never markup', async (t) => {
  t.equal(html`<p title="${`"'<>&`}">${'<b>'}</p>`.text, '<p title="&quot;&#39;&lt;&gt;&amp;">&lt;b&gt;</p>')
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[<>"']/.test(html`${text}`.text)))
})

t.test('markup made by a template stays markup, lists are joined, and nothing is shown for nothing', async (t) => {
  const items = ['a', '<'].map((name) => html`<li>${name}</li>`)
  t.equal(html`<ul>${items}</ul>${null}${undefined}${false}${0}`.text, '<ul><li>a</li><li>&lt;</li></ul>0')
})

t.test('a page says its language and direction, and whom it belongs to', async (t) => {
  const page = renderDocument({
    title: 'طلب',
    language: 'ar',
    otherLanguage: { href: '/x?lang=en', name: 'English', language: 'en' },
    brand: 'دار التمر',
    body: html`<p>…</p>`,
    footer: '',
    refresh: { seconds: 3, url: '/x?a=1&b=2' },
  })
  t.match(page, /^<!doctype html>\n<html lang="ar" dir="rtl">/)
  t.match(page, '<meta http-equiv="refresh" content="3; url=/x?a=1&amp;b=2">')
  t.match(page, 'aria-hidden="true">د</span>')
})
