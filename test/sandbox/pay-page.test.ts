import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { openStreet, type Street } from './support.ts'

const body = new URLSearchParams({
  mode: 'payment',
  'line_items[0][price_data][currency]': 'kwd',
  'line_items[0][price_data][unit_amount]': '1250',
  'line_items[0][price_data][product_data][name]': 'حلويات <b>&',
  'line_items[0][quantity]': '2',
  success_url: 'https://shop.test/done?s={CHECKOUT_SESSION_ID}',
  cancel_url: 'https://shop.test/back',
}).toString()

async function open(street: Street): Promise<{ id: string; url: string }> {
  return (await street.stripe('POST', '/checkout/sessions', { form: body })).body
}

function press(url: string, choice: string): Promise<Response> {
  return fetch(url, { method: 'POST', body: new URLSearchParams({ choice }), redirect: 'manual' })
}

t.test('the checkout page shows what is to be paid and needs no script', async (t) => {
  const street = await openStreet(t)
  const { url } = await open(street)
  const answer = await fetch(`${url}?lang=en`)
  const page = await answer.text()
  t.match(page, 'حلويات &lt;b&gt;&amp;', 'names are shown as text')
  t.match(page, '2.500 KWD')
  for (const choice of ['pay', 'decline', 'challenge', 'later', 'leave'])
    t.match(page, `<button name="choice" value="${choice}"`)
  const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? []
  const hash = createHash('sha256').update(style).digest('base64')
  t.equal(
    answer.headers.get('content-security-policy'),
    `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self' https://shop.test; base-uri 'none'; frame-ancestors 'self'`,
    'its form may lead back to the shop, and only the phone may frame it',
  )
  t.notMatch(page, '<script')
  t.equal((await fetch(`${street.sandbox.url}/pay/cs_none`)).status, 404)
})

t.test('each button leads where Stripe would lead', async (t) => {
  const street = await openStreet(t)
  const { id, url: page } = await open(street)
  const url = `${page}?lang=en`
  t.equal((await press(url, 'leave')).headers.get('location'), 'https://shop.test/back')
  t.match(await (await press(url, 'decline')).text(), 'Your card was declined')
  t.match(await (await press(url, 'challenge')).text(), 'Your bank asks')
  t.match(await (await press(url, 'refuse')).text(), 'did not approve')
  const paid = await press(url, 'pay')
  t.equal(paid.status, 303)
  t.equal(paid.headers.get('location'), `https://shop.test/done?s=${id}`)
  t.ok(
    street.receiver.heard.some((heard) => heard.body.type === 'checkout.session.completed'),
    'the shop knew before the browser left',
  )
  t.match(await (await press(url, 'pay')).text(), 'complete', 'nobody pays twice')
})

t.test('the page speaks the language of what is bought, or the one that is asked for', async (t) => {
  const street = await openStreet(t)
  const { id, url } = await open(street)
  const text = async (address: string) => (await fetch(address)).text()
  const arabic = await text(url)
  t.match(arabic, '<html lang="ar" dir="rtl">')
  t.match(arabic, '<b>ادفع</b>')
  t.match(arabic, 'href="?lang=en"')
  const english = await text(`${url}?lang=en`)
  t.match(english, '<html lang="en" dir="ltr">')
  t.match(english, `action="/pay/${id}?lang=en"`, 'and goes on in it')
  t.match(await text(`${url}?lang=fr`), '<html lang="ar"')
  t.match(await (await press(`${url}?lang=ar`, 'challenge')).text(), 'يسألك البنك')
})

t.test('what settles later is said to be on its way', async (t) => {
  const street = await openStreet(t)
  const { id, url } = await open(street)
  t.equal((await press(url, 'later')).status, 303)
  t.match(await (await fetch(`${url}?lang=en`)).text(), 'on its way')
  await street.control('POST', `/sessions/${id}/settle-async`, { succeed: true })
  t.match(await (await fetch(`${url}?lang=en`)).text(), 'All done')
})

t.test('a card holder follows the shop’s own link like a browser', async (t) => {
  const street = await openStreet(t)
  const { id, url } = await open(street)
  const agents: string[] = []
  const link = createServer((request, reply) => {
    agents.push(request.headers['user-agent'] ?? '')
    if (request.url === '/gone') return reply.writeHead(410).end('This link is over.')
    return reply.writeHead(302, { location: request.url === '/p/abc' ? '/p/abc/again' : url }).end()
  })
  await new Promise<void>((resolve) => link.listen(0, '127.0.0.1', resolve))
  t.teardown(() => link.close())
  const shop = `http://127.0.0.1:${(link.address() as AddressInfo).port}`

  const dead = await street.control('POST', '/cards/pay', { url: `${shop}/gone` })
  t.equal(dead.status, 409)
  t.match(dead.body, { status: 410, text: 'This link is over.' })
  const paid = await street.control('POST', '/cards/pay', { url: `${shop}/p/abc`, outcome: 'declined_then_paid' })
  t.match(paid.body, {
    sessionId: id,
    status: 'complete',
    paymentStatus: 'paid',
    redirectedTo: `https://shop.test/done?s=${id}`,
  })
  t.equal(agents.length, 3)
  t.match(agents[0], 'Mozilla/5.0')
})
