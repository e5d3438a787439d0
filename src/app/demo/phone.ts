import { request } from 'undici'

/** What a shopper sees on the phone, as the sandbox tells it. */
export type SeenMessage = {
  n: number
  at: string
  direction: 'in' | 'out'
  wamid: string
  type: string
  body: Record<string, unknown>
  text: string
  taps: { id: string; title: string }[]
  links: { title: string; url: string }[]
  statuses: { status: string; at?: string; pricing?: { type?: string; category?: string } }[]
}

export type Person = { name: string; phone?: string; hidePhone?: boolean; username?: string; country?: string }
export type CartItem = { retailerId: string; quantity: number; itemPrice?: number }
export type PayOutcome = 'paid' | 'declined' | 'declined_then_paid' | 'requires_3ds' | 'async' | 'async_failed'

const REPLY_MS = 15_000

/** One shopper's phone, played through the sandbox's control API over real HTTP. */
export class Phone {
  readonly id: string
  readonly person: Person
  readonly #sandboxUrl: string
  readonly #phoneNumberId: string
  /** Time from each message out of the phone to the shop's first answer, in milliseconds. */
  readonly replyTimes: number[] = []
  readonly seen: SeenMessage[] = []
  #last = 0

  private constructor(open: { id: string; person: Person; sandboxUrl: string; phoneNumberId: string }) {
    this.id = open.id
    this.person = open.person
    this.#sandboxUrl = open.sandboxUrl
    this.#phoneNumberId = open.phoneNumberId
  }

  static async open(sandboxUrl: string, phoneNumberId: string, person: Person): Promise<Phone> {
    const { id } = await control<{ id: string }>(`${sandboxUrl}/control/shoppers`, person)
    return new Phone({ id, person, sandboxUrl, phoneNumberId })
  }

  /** Types a text; resolves with what the shop answers. */
  say(text: string): Promise<SeenMessage> {
    return this.#turn({ text })
  }

  /** Taps a button or a row by its title, or the beginning of it. */
  tap(title: string): Promise<SeenMessage> {
    return this.#turn({ tap: { title } })
  }

  /** Sends the cart of WhatsApp's own catalog. */
  order(items: readonly CartItem[], note?: string): Promise<SeenMessage> {
    return this.#turn({ order: { items, ...(note !== undefined && { note }) } })
  }

  location(latitude: number, longitude: number): Promise<SeenMessage> {
    return this.#turn({ location: { latitude, longitude } })
  }

  /** Anything else the control API knows, such as `{ voice: true }`. */
  act(act: Record<string, unknown>): Promise<SeenMessage> {
    return this.#turn(act)
  }

  /** Sends without waiting for an answer; gives the message's id. */
  async send(act: Record<string, unknown>): Promise<string> {
    const body = { phoneNumberId: this.#phoneNumberId, ...act }
    const { wamid } = await control<{ wamid: string }>(`${this.#sandboxUrl}/control/shoppers/${this.id}/say`, body)
    return wamid
  }

  /** The next message from the shop; throws after `waitMs` of silence. */
  async hear(waitMs = REPLY_MS): Promise<SeenMessage> {
    const deadline = performance.now() + waitMs
    for (;;) {
      const left = Math.max(0, Math.ceil(deadline - performance.now()))
      const [next] = (await this.#read(left)).filter((message) => message.direction === 'out')
      if (next !== undefined) {
        this.#last = next.n
        this.seen.push(next)
        return next
      }
      if (left === 0) throw new Error(`${this.person.name} heard nothing from the shop within ${waitMs} ms`)
    }
  }

  /** Whether the shop stays silent for so long. */
  async hearsNothing(waitMs: number): Promise<boolean> {
    return (await this.#read(waitMs)).every((message) => message.direction === 'in')
  }

  /** The whole chat, both sides. */
  async chat(): Promise<SeenMessage[]> {
    return this.#chatAfter(0, 0)
  }

  /** Opens a link of the shop as the card's holder and pays there. */
  pay(url: string, outcome: PayOutcome = 'paid'): Promise<Record<string, unknown>> {
    return control(`${this.#sandboxUrl}/control/cards/pay`, { url, outcome })
  }

  async #turn(act: Record<string, unknown>): Promise<SeenMessage> {
    const since = performance.now()
    await this.send(act)
    const answer = await this.hear()
    this.replyTimes.push(performance.now() - since)
    return answer
  }

  #read(waitMs: number): Promise<SeenMessage[]> {
    return this.#chatAfter(this.#last, waitMs)
  }

  async #chatAfter(after: number, waitMs: number): Promise<SeenMessage[]> {
    const query = new URLSearchParams({
      phoneNumberId: this.#phoneNumberId,
      after: String(after),
      waitMs: String(waitMs),
    })
    const url = `${this.#sandboxUrl}/control/shoppers/${this.id}/chat?${query}`
    return (await control<{ messages: SeenMessage[] }>(url)).messages
  }
}

/** Calls the sandbox's control API; throws with its words when it refuses. */
export async function control<Answer = Record<string, unknown>>(
  url: string,
  body?: unknown,
  method?: string,
): Promise<Answer> {
  const answer = await request(url, {
    method: (method ?? (body === undefined ? 'GET' : 'POST')) as 'GET',
    headers: { 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
    headersTimeout: 90_000,
    bodyTimeout: 90_000,
  })
  const text = await answer.body.text()
  if (answer.statusCode >= 400) throw new Error(`${method ?? 'POST'} ${url}: ${answer.statusCode} ${text}`)
  return (text === '' ? {} : JSON.parse(text)) as Answer
}
