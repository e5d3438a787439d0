import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { request } from 'undici'
import type { WorldStore } from '#test/faults/stage/world.ts'
import type { Ledger } from './record.ts'

export type Line = `${'POST' | 'PUT' | 'PATCH'} ${string}`

type Answer = { status: number; body: string }

const PATIENCE_MS = 40_000
const RETRY_MS = 150

/** A store's own system: sends each write with an Idempotency-Key until it has an answer it can rely on. */
export class ShopClient {
  readonly #shopUrl: string
  readonly #store: WorldStore
  readonly #ledger: Ledger

  constructor(shopUrl: string, store: WorldStore, ledger: Ledger) {
    this.#shopUrl = shopUrl
    this.#store = store
    this.#ledger = ledger
  }

  /** The final answer, or null when none came in time. */
  async write(line: Line, body: unknown, key: string = randomUUID()): Promise<Answer | null> {
    const end = performance.now() + PATIENCE_MS
    while (performance.now() < end) {
      const answer = await this.tryOnce(line, body, key)
      if (answer !== null && isFinal(answer)) return answer
      await sleep(RETRY_MS)
    }
    return null
  }

  /** One attempt; null when no answer came. Whatever was acknowledged is written down. */
  async tryOnce(line: Line, body: unknown, key: string): Promise<Answer | null> {
    const answer = await this.#post(line, body, key)
    if (answer === null) return null
    const [, path = ''] = line.split(' ')
    if (answer.status < 300) this.#ledger.acknowledged.push({ key, path, ...answer })
    else if (answer.status >= 500 && answer.status !== 503)
      this.#note(`${line.replace(/[a-z]+_[0-9A-Za-z]{10,}/g, ':id')} ${answer.status}`)
    return answer
  }

  #note(what: string): void {
    this.#ledger.failures.set(what, (this.#ledger.failures.get(what) ?? 0) + 1)
  }

  async #post(line: Line, body: unknown, key: string): Promise<Answer | null> {
    const [method = 'POST', path = ''] = line.split(' ')
    try {
      const answer = await request(`${this.#shopUrl}${path}`, {
        method: method as 'POST',
        headers: {
          authorization: `Bearer ${this.#store.apiKey}`,
          'content-type': 'application/json',
          'idempotency-key': key,
        },
        body: JSON.stringify(body),
        headersTimeout: 8_000,
        bodyTimeout: 8_000,
      })
      return { status: answer.statusCode, body: await answer.body.text() }
    } catch {
      return null
    }
  }
}

/** In flight, too many and trouble of the server may turn out otherwise next time. */
function isFinal({ status, body }: Answer): boolean {
  if (status === 409) return !body.includes('idempotency-key-in-flight')
  return status < 500 && status !== 429
}
