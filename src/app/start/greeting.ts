import type { Started } from './start.ts'

/** What a newcomer reads in the terminal: where things are, and what to try first. */
export function greeting({ url, metricsUrl, sandboxUrl, stores, phone }: Started): string {
  const [first] = stores
  if (first === undefined) return `Dukkan is up at ${url}`
  const { store, apiKey } = first
  const say = `curl -s ${sandboxUrl}/control/shoppers`
  return `
  Dukkan is open.
${phone === 'missing' ? '' : `\n  Open ${sandboxUrl} : your shopper's phone. Say hello, fill a cart, pay.\n`}
    Shop API     ${url}          openapi: ${url}/openapi.json
    Sandbox      ${sandboxUrl}          a fake Meta and Stripe behind the phone; nothing here is real
    Metrics      ${metricsUrl}/metrics
${stores.map((each) => `    ${each.store.name.en.padEnd(18)} ${each.store.currency}  key ${each.apiKey}`).join('\n')}

  Try it (in another terminal):

    npm run demo                     a card purchase in English and cash on delivery in Arabic, start to finish
    npx dukkan doctor                is everything set up right?

    # the same by hand
    ${say} -H 'content-type: application/json' \\
      -d '{"name":"Maha","phone":"+966500000001"}'
    ${say}/<id>/say -H 'content-type: application/json' \\
      -d '{"phoneNumberId":"${store.phoneNumberId}","text":"hi"}'
    curl -s '${sandboxUrl}/control/shoppers/<id>/chat?phoneNumberId=${store.phoneNumberId}'

    curl -s '${url}/v1/products?limit=2' -H 'authorization: Bearer ${apiKey}'

  Ctrl-C stops all of it; the data stays.
`
}
