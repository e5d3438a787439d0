import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { call, openStreet, shop } from './support.ts'

const get = (url: string, headers: Record<string, string> = {}) => call(url, { method: 'GET', headers })

async function builtPhone(t: { teardown: (run: () => unknown) => void }): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dukkan-page-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const phoneDir = join(folder, 'phone')
  await mkdir(join(phoneDir, 'assets'), { recursive: true })
  await mkdir(join(phoneDir, '.vite'))
  await writeFile(join(folder, 'secret.html'), 'secret')
  await writeFile(join(phoneDir, '.vite/hidden.html'), 'secret')
  await writeFile(join(phoneDir, 'index.html'), '<!doctype html><title>Phone</title>')
  await writeFile(join(phoneDir, 'assets/main-1.js'), 'document.title')
  return phoneDir
}

t.test('the page at / runs nothing but its own files and frames nothing but the shop', async (t) => {
  const street = await openStreet(t, { phoneDir: await builtPhone(t) })
  const { url } = street.sandbox
  street.sandbox.setWorld({ ...street.sandbox.world, shopApi: { url: 'http://127.0.0.1:3000/', apiKey: shop.token } })
  const page = await get(url)
  t.match(page, { status: 200, body: /<title>Phone/, headers: { 'content-type': 'text/html; charset=utf-8' } })
  t.equal(
    page.headers['content-security-policy'],
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; " +
      "connect-src 'self'; font-src 'self'; frame-src 'self' http://127.0.0.1:3000; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  )
  t.match(page.headers, { 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' })
  t.equal((await get(url, { 'if-none-match': String(page.headers.etag) })).status, 304)
  const script = await get(`${url}/phone/assets/main-1.js`)
  t.match(script, { status: 200, headers: { 'content-type': /^text\/javascript/, 'cache-control': /immutable/ } })
  t.equal((await get(`${url}/favicon.ico`)).status, 204)
  const local = await get(`${url.replace('127.0.0.1', 'localhost')}/?lang=ar`)
  t.match(local, { status: 302, headers: { location: `${url}/?lang=ar` } }, 'its frames know it by one address')
  street.sandbox.setWorld({ ...street.sandbox.world, shopUrl: 'https://shop.test' })
  t.match((await get(url)).headers['content-security-policy'], "frame-src 'self' https://shop.test;")
})

t.test('a link to the chat leads to a page that only the phone may frame', async (t) => {
  const street = await openStreet(t)
  const page = await get(`${street.sandbox.url}/wa.me/966525550142?text=%3Cb%3E`)
  t.match(page, { status: 200, body: /\+966525550142/ })
  t.match(page.headers['content-security-policy'], "frame-ancestors 'self'")
  t.notMatch(page.body, '<b>')
  t.equal((await get(`${street.sandbox.url}/wa.me/nobody`)).status, 404)
})

t.test('no path leads out of the folder or to a hidden file', async (t) => {
  const street = await openStreet(t, { phoneDir: await builtPhone(t) })
  for (const path of [
    '/phone/../secret.html',
    '/phone/..%2fsecret.html',
    '/phone/%2e%2e/secret.html',
    '/phone/assets/..%2f..%2fsecret.html',
    '/phone/.vite/hidden.html',
    '/phone/%2Fetc%2Fpasswd',
    '/phone/nothing.js',
    '/phone/assets',
  ]) {
    const { status, body } = await get(`${street.sandbox.url}${path}`)
    t.ok(status === 404 || status === 400, `${path}: ${status}`)
    t.notMatch(JSON.stringify(body), 'secret"')
  }
})

t.test('without a build the page says what is missing', async (t) => {
  for (const phoneDir of [undefined, join(tmpdir(), 'no-such-phone')]) {
    const street = await openStreet(t, phoneDir === undefined ? {} : { phoneDir })
    t.match(await get(street.sandbox.url), { status: 503, body: /npm run build/ })
  }
})

t.test('pages of other sites cannot drive the sandbox', async (t) => {
  const street = await openStreet(t)
  const ask = (site: string) => get(`${street.sandbox.url}/control/state`, { 'sec-fetch-site': site })
  t.equal((await ask('cross-site')).status, 403)
  t.equal((await ask('same-origin')).status, 200)
  t.equal((await ask('none')).status, 200)
})
