import { naughtyStrings } from '#test/hostile/corpus/naughty-strings.ts'
import type { Dice } from '#test/support/hostile/dice.ts'
import type { Answer, Scenario } from '#test/support/hostile/play.ts'
import { scriptIn } from './page-script.ts'

export type AtPages = { tokens: readonly string[]; images: readonly string[]; verifyToken: string; dice: Dice }

const browsers = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
  'WhatsApp/2.24.1 A',
  'facebookexternalhit/1.1',
  'curl/8.5.0',
  '',
  'x'.repeat(4_000),
]
const odd = [
  '',
  '.',
  '..',
  '%00',
  '%2e%2e%2f',
  '%2F',
  '%FF',
  '%C0%AF',
  '%E2%80%AE',
  "'",
  '"><script>',
  'x'.repeat(90),
  'x'.repeat(3_000),
  '__proto__',
  '%',
  '%zz',
]
const hosts = ['evil.example', 'evil.example:80', '127.0.0.1', '[::1]', 'a@b', '', 'shop.example\u0000'.slice(0, 12)]
const queries = [
  '',
  'lang=ar',
  'lang=xx',
  'lang=ar&lang=en',
  'session_id=cs_test_x',
  'session_id=cs_%00',
  'n=1e9',
  'n=-1',
  'session_id[]=1',
  'return_url=//evil.example',
  'n=%D9%A3',
]

/** The addresses that are open to all, asked for in every odd way: pay and tracking pages, pictures, handshake, nowhere. */
export function* oddVisits(at: AtPages): Generator<Scenario> {
  for (let n = 0; ; n += 1) {
    const url = addressOf(at)
    const method = at.dice.pick(['GET', 'GET', 'GET', 'GET', 'HEAD', 'POST', 'PUT', 'DELETE'])
    const headers = headersOf(at.dice)
    yield {
      name: `visit ${n}: ${method} ${url.slice(0, 150)} ${JSON.stringify(headers).slice(0, 200)}`,
      run: async (send) => judge(url, await send({ method, url, headers })),
    }
  }
}

function addressOf({ tokens, images, verifyToken, dice }: AtPages): string {
  const query = dice.pick(queries)
  const naughty = encodeURIComponent(dice.pick(naughtyStrings).text.slice(0, 200).toWellFormed())
  const token = dice.pick([dice.pick(tokens), dice.pick(tokens).slice(1), naughty, dice.pick(odd)])
  const picture = dice.pick([`${dice.pick(images)}.jpg`, dice.pick(images), naughty, dice.pick(odd)])
  const handshake = `hub.mode=subscribe&hub.verify_token=${dice.pick([verifyToken, naughty])}&hub.challenge=${dice.pick(['1158201444', naughty])}`
  const path = dice.pick([
    `/p/${token}`,
    `/p/${token}/done`,
    `/p/${token}/back`,
    `/o/${token}`,
    `/media/${picture}`,
    `/webhooks/whatsapp?${handshake}`,
    '/pages.css',
    '/openapi.json',
    '/health',
    '/ready',
    `/${naughty}`,
    `/v1/${naughty}`,
    `/v1//products/${token}`,
  ])
  return query === '' || path.includes('?') ? path : `${path}?${query}`
}

function headersOf(dice: Dice): Record<string, string> {
  const readable = dice
    .pick(naughtyStrings)
    .text.replace(/[^\t\x20-\x7e]/g, '?')
    .trim()
    .slice(0, 2_000)
  const all: Record<string, string> = {
    'user-agent': dice.pick(browsers),
    'accept-language': dice.pick(['ar', 'en', readable]),
    'x-forwarded-host': dice.pick(hosts),
    'x-forwarded-for': dice.pick(['203.0.113.1', readable]),
    'x-forwarded-proto': dice.pick(['https', 'javascript']),
    host: dice.pick(hosts),
    cookie: readable,
    referer: readable,
    'if-none-match': readable,
    authorization: dice.pick([readable, `Bearer ${readable}`, 'Bearer']),
    'sec-purpose': dice.pick(['prefetch', readable]),
    range: dice.pick(['bytes=0-0', 'bytes=-1', 'bytes=0-999999999999']),
    'transfer-encoding-x': 'chunked',
  }
  return Object.fromEntries(Object.entries(all).filter(() => dice.chance(0.3)))
}

/** Nothing of what a stranger sent leads anywhere or becomes part of a page. */
function judge(url: string, { status, headers, body }: Answer): string | null {
  const location = String(headers.location ?? '')
  if (status >= 300 && status < 304 && !/^http:\/\/127\.0\.0\.1:\d+\//.test(location)) return `leads to ${location}`
  if (!url.includes('evil') && /evil\.example/.test(body + location)) return 'repeats the host of a stranger'
  const script = String(headers['content-type']).startsWith('text/html') ? scriptIn(body) : null
  if (script !== null) return `has a script in its page: ${script.slice(0, 200)}`
  if (headers['x-content-type-options'] !== 'nosniff') return `answered ${status} without nosniff`
  return null
}
