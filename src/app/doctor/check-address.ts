import { request } from 'undici'
import type { Config } from '#app/config.ts'
import { type Finding, verdicts } from './finding.ts'

const TIMEOUT_MS = 10_000
const CHALLENGE = 'dukkan-doctor'

/** Goes round by the public address, as Meta does when it checks a callback: DNS, certificate, proxy, server and token. */
export async function checkAddress({ http, whatsapp }: Pick<Config, 'http' | 'whatsapp'>): Promise<Finding[]> {
  const { pass, fail } = verdicts('public address')
  const query = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.verify_token': whatsapp.verifyToken,
    'hub.challenge': CHALLENGE,
  })
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const answer = await request(`${http.publicUrl}/webhooks/whatsapp?${query}`, { signal })
    const text = await answer.body.text()
    if (answer.statusCode === 200 && text === CHALLENGE) return [pass(`${http.publicUrl} is this shop`)]
    return [
      fail(
        `${http.publicUrl} answers ${answer.statusCode} to the handshake of a webhook`,
        'Let the proxy pass /webhooks on to the server as it comes, and run the server with the same WHATSAPP_VERIFY_TOKEN.',
      ),
    ]
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error)
    return [
      fail(
        `${http.publicUrl} does not answer: ${reason}`,
        'Start the server with `dukkan server`, point DNS and the certificate of PUBLIC_URL at it, or correct PUBLIC_URL.',
      ),
    ]
  }
}
