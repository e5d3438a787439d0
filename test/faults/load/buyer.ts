import { setTimeout as sleep } from 'node:timers/promises'
import type { SeenMessage } from '#app/demo/phone.ts'
import type { Random } from '#sandbox/random.ts'
import { control } from '#test/faults/stage/sandbox-control.ts'
import type { WorldStore } from '#test/faults/stage/world.ts'
import type { Ledger } from './record.ts'

export type Market = {
  sandboxUrl: string
  random: Random
  ledger: Ledger
  /** What a shopper of this store may put into the cart. */
  shelf: ReadonlyMap<string, readonly string[]>
  /** False once shoppers should come to an end. */
  open: () => boolean
  /** Half of those who pay by card leave the page instead, and everybody pays by card. */
  fickle: () => boolean
  /** Links that were left without paying, whose time then runs out. */
  abandoned: (link: string) => void
}

type Wish = 'card' | 'cash'

const PATIENCE_MS = 8_000
/** A second look shows what came right behind the first message. */
const READING_MS = 60
const LISTENING_MS = 1_500
const MOST_STEPS = 14
const MOST_SILENCES = 3
const ADDRESS = 'Al Olaya, King Fahd Road, building 12, Riyadh'

/**
 * A shopper who looks at the newest message and does the next sensible thing, as people do: so that notices in between,
 * repeated messages and old buttons confuse nobody. Now and then taps twice, interrupts, changes their mind or leaves.
 */
export class Buyer {
  readonly #market: Market
  readonly #store: WorldStore
  readonly #id: string
  #last = 0
  /** What came since this shopper last did something. */
  #heard: SeenMessage[] = []

  private constructor(market: Market, store: WorldStore, id: string) {
    this.#market = market
    this.#store = store
    this.#id = id
  }

  static async enter(market: Market, store: WorldStore, name: string): Promise<Buyer> {
    const hidePhone = market.random.next() < 0.2
    const person = { name, country: 'SA', hidePhone }
    const { id } = await control<{ id: string }>(`${market.sandboxUrl}/control/shoppers`, person)
    return new Buyer(market, store, id)
  }

  /** Buys once or twice and is gone: who talks all day meets the limit of what Meta lets through to one person. */
  async shop(): Promise<void> {
    if (this.#chance(0.5)) await this.#turn({ text: 'Hello' })
    await this.#buy(this.#wish())
    if (this.#market.open() && this.#chance(0.3)) await this.#buy(this.#wish())
  }

  #wish(): Wish {
    return this.#market.fickle() || this.#chance(0.5) ? 'card' : 'cash'
  }

  async #buy(wish: Wish): Promise<void> {
    await this.#turn({ order: { items: this.#items() } })
    for (let step = 0; step < MOST_STEPS && this.#market.open(); step += 1) {
      const done = await this.#answer(wish)
      if (done) return
    }
    await this.#turn({ text: 'menu' })
  }

  /** Does what the newest message asks for; true when the purchase is over one way or the other. */
  async #answer(wish: Wish): Promise<boolean> {
    const message = this.#heard.at(-1)
    const link = this.#heard.flatMap(({ links }) => links).findLast(({ url }) => url.includes('/p/'))
    if (link !== undefined) return this.#atTheLink(link.url)
    if (this.#heard.some(({ text }) => /is confirmed|already have order/i.test(text))) {
      this.#market.ledger.purchases += 1
      return true
    }
    await this.#turn(this.#nextAct(message, wish))
    return false
  }

  #nextAct(message: SeenMessage | undefined, wish: Wish): Record<string, unknown> {
    const wanted = wish === 'card' ? [/^Pay/] : [/^Cash on delivery/, /^Yes, confirm/]
    const tap = message?.taps.find(({ title }) =>
      [...wanted, /^Add|^Replace|^Checkout/].some((form) => form.test(title)),
    )
    if (tap !== undefined) return { tap: { id: tap.id } }
    if (message?.type === 'location_request_message' || /where should it go|address|phone/i.test(message?.text ?? '')) {
      return { text: `${ADDRESS}, +966501234567` }
    }
    return this.#chance(0.5) ? { text: 'cart' } : { order: { items: this.#items() } }
  }

  /** Pays, is declined first, pays later, calls off, changes to cash, or walks away. */
  async #atTheLink(url: string): Promise<boolean> {
    const mood = this.#market.random.next()
    if (this.#market.fickle() && mood < 0.5) return this.#walkAway(url)
    if (mood < 0.08) return this.#leaveWith({ text: 'cancel' })
    if (mood < 0.14) return this.#leaveWith({ text: 'cash' })
    if (mood < 0.26) return this.#walkAway(url)
    if (mood < 0.34) await this.#pay(url, 'async')
    else await this.#pay(url, mood < 0.45 ? 'declined_then_paid' : 'paid')
    await this.#hear(PATIENCE_MS)
    return true
  }

  async #walkAway(url: string): Promise<boolean> {
    await this.#pay(url, 'left')
    this.#market.abandoned(url)
    return true
  }

  async #leaveWith(act: Record<string, unknown>): Promise<boolean> {
    await this.#turn(act)
    return true
  }

  /** A browser that is shown an error tries again a few times. */
  async #pay(url: string, outcome: string): Promise<void> {
    const call = { url, outcome, follow: true }
    for (let attempt = 0; attempt < 6; attempt += 1) {
      const paid = await control<Paid>(`${this.#market.sandboxUrl}/control/cards/pay`, call).catch(() => null)
      if (paid !== null) {
        if (outcome === 'async') await this.#settleLater(paid.sessionId)
        return
      }
      await sleep(700)
    }
  }

  async #settleLater(sessionId: string): Promise<void> {
    const settled = { succeed: this.#chance(0.7) }
    await sleep(300)
    await control(`${this.#market.sandboxUrl}/control/sessions/${sessionId}/settle-async`, settled).catch(() => null)
  }

  /** Says something and waits for whatever comes next; silence is met by saying it again, as people do. */
  async #turn(act: Record<string, unknown>): Promise<void> {
    for (let silences = 0; silences < MOST_SILENCES; silences += 1) {
      this.#heard = []
      await this.#say(act)
      this.#market.ledger.turns += 1
      if (await this.#hear(PATIENCE_MS)) {
        await sleep(READING_MS)
        await this.#hear(0)
        return
      }
      if (!this.#market.open()) return
    }
    this.#market.ledger.unanswered.push({ shopper: this.#id, said: JSON.stringify(act).slice(0, 120) })
  }

  /** Once in a while twice, or with a burst behind it. */
  async #say(act: Record<string, unknown>): Promise<void> {
    await this.#send(act)
    if (this.#chance(0.06)) await this.#send(act)
    if (!this.#chance(0.03)) return
    for (const text of ['hi', 'menu', '?']) await this.#send({ text })
  }

  async #send(act: Record<string, unknown>): Promise<void> {
    const body = { phoneNumberId: this.#store.phoneNumberId, ...act }
    const url = `${this.#market.sandboxUrl}/control/shoppers/${this.#id}/say`
    // What can no longer be tapped is no message: say something instead.
    await control(url, body).catch(() => control(url, { phoneNumberId: this.#store.phoneNumberId, text: 'menu' }))
  }

  /** Listens for so long, or until the market closes; says whether anything came. */
  async #hear(waitMs: number): Promise<boolean> {
    const end = performance.now() + waitMs
    do {
      const left = Math.max(0, Math.ceil(end - performance.now()))
      await this.#listen(Math.min(left, LISTENING_MS))
    } while (this.#heard.length === 0 && performance.now() < end && this.#market.open())
    return this.#heard.length > 0
  }

  async #listen(waitMs: number): Promise<void> {
    const query = new URLSearchParams({
      phoneNumberId: this.#store.phoneNumberId,
      after: String(this.#last),
      waitMs: String(waitMs),
    })
    const url = `${this.#market.sandboxUrl}/control/shoppers/${this.#id}/chat?${query}`
    const { messages } = await control<{ messages: SeenMessage[] }>(url)
    this.#last = messages.at(-1)?.n ?? this.#last
    this.#heard.push(...messages.filter(({ direction }) => direction === 'out'))
  }

  #items() {
    const shelf = this.#market.shelf.get(this.#store.storeId) ?? []
    const count = 1 + Math.floor(this.#market.random.next() * 3)
    return Array.from({ length: count }, () => ({
      retailerId: shelf[Math.floor(this.#market.random.next() * shelf.length)] ?? '',
      quantity: 1 + Math.floor(this.#market.random.next() * 2),
    }))
  }

  #chance(share: number): boolean {
    return this.#market.random.next() < share
  }
}

type Paid = { sessionId: string }
