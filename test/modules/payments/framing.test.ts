import t from 'tap'
import { payPages } from '#modules/payments/index.ts'
import { openPayShop, serverWith } from './pay-shop.ts'

const shop = await openPayShop(t)

/** The pages of the same shop as they are configured to be framed, or not at all. */
async function pagesFramedBy(framedBy: string | null) {
  const app = await serverWith(shop.tools, [(scope) => payPages(scope, { ...shop.tools, framedBy })])
  t.teardown(() => app.close())
  return app
}

t.test('nobody may show a pay page in a frame, unless one origin was named', async (t) => {
  const dates = await shop.shelve()
  const { token } = await shop.awaiting({ [dates]: 1 })
  const paths = [`/p/${token}`, `/p/${token}/back`, `/p/${token}/done`, `/o/${token}`, '/p/nobody-knows-this-one']
  const closed = await pagesFramedBy(null)
  const open = await pagesFramedBy('http://127.0.0.1:4010')
  for (const url of paths) {
    const { headers, body: closedBody } = await closed.inject({ method: 'GET', url })
    t.match(headers['content-security-policy'], "frame-ancestors 'none'", url)
    const framed = await open.inject({ method: 'GET', url })
    t.match(framed.headers['content-security-policy'], 'frame-ancestors http://127.0.0.1:4010', url)
    t.equal(framed.headers['x-frame-options'], undefined, url)
    t.notMatch(framed.body, 'https://wa.me/', 'WhatsApp opens in no frame')
    t.equal(
      framed.body.includes('href="http://127.0.0.1:4010/wa.me/'),
      closedBody.includes('href="https://wa.me/'),
      url,
    )
  }
  const elsewhere = await open.inject({ method: 'GET', url: '/v1/orders' })
  t.match(elsewhere.headers['content-security-policy'], "frame-ancestors 'none'", 'the API stays closed')
})
