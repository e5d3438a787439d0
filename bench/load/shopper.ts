import { type Caller, callerNumbered, type Line, type Spoken, wamidOf } from './webhook-bodies.ts'

export type Reply = {
  type?: string
  interactive?: {
    type?: string
    action?: {
      buttons?: { reply: { id: string; title: string } }[]
      sections?: { rows?: { id: string; title: string }[]; product_items?: { product_retailer_id: string }[] }[]
    }
  }
}

/** What a shopper says next, from what the shop said last; null when there is nothing more to say. */
export type Script = (shopper: Shopper) => Omit<Spoken, 'id'> | null

export type ShopperPlan = {
  line: Line & { currency: string }
  script: Script
  /** What WhatsApp shows as each item's price, by retailer id, in major units. */
  prices: Readonly<Record<string, number>>
}

let spoken = 0

/** One shopper on one store's number: says a thing, waits for the answer, says the next. */
export class Shopper {
  readonly caller: Caller
  readonly line: Line & { currency: string }
  readonly #script: Script
  readonly #prices: Readonly<Record<string, number>>
  /** How many answers the shop has given. */
  turns = 0
  reply: Reply | null = null
  /** When the last words left, and how many answers are still to come. */
  askedAt = 0
  awaited = 0
  startedAt = 0

  constructor(n: number, { line, script, prices }: ShopperPlan) {
    this.caller = callerNumbered(n)
    this.line = line
    this.#script = script
    this.#prices = prices
  }

  next(): Spoken | null {
    const content = this.#script(this)
    if (content === null) return null
    spoken += 1
    return { id: wamidOf('in', spoken), type: 'unknown', ...content }
  }

  say(body: string): Omit<Spoken, 'id'> {
    return { type: 'text', text: { body } }
  }

  /** Taps the first choice of this verb, as the phone would: rows answer lists, buttons answer buttons. */
  tap(verb: string, place = 0): Omit<Spoken, 'id'> | null {
    const { buttons = [], sections = [] } = this.reply?.interactive?.action ?? {}
    const isMeant = ({ id }: { id: string }) => id.startsWith(`${verb}:`)
    const button = buttons.map(({ reply }) => reply).find(isMeant)
    if (button !== undefined)
      return { type: 'interactive', interactive: { type: 'button_reply', button_reply: button } }
    const rows = sections.flatMap(({ rows = [] }) => rows).filter(isMeant)
    const row = rows[place % Math.max(1, rows.length)]
    return row === undefined ? null : { type: 'interactive', interactive: { type: 'list_reply', list_reply: row } }
  }

  /** Sends WhatsApp's own cart with up to `count` of the products that were shown last. */
  order(count: number, first = 0): Omit<Spoken, 'id'> | null {
    const shown = (this.reply?.interactive?.action?.sections ?? []).flatMap(({ product_items = [] }) => product_items)
    if (shown.length === 0) return null
    const items = Array.from({ length: Math.min(count, shown.length) }, (_, n) => shown[(first + n) % shown.length])
    return {
      type: 'order',
      order: {
        catalog_id: '0',
        text: '',
        product_items: items.map((item) => ({
          product_retailer_id: item?.product_retailer_id,
          quantity: 1,
          item_price: this.#prices[item?.product_retailer_id ?? ''],
          currency: this.line.currency,
        })),
      },
    }
  }
}

/** Looks around without ever ordering: greets, opens a section, fills the cart, searches, asks, fills it anew. */
export const talk: Script = (shopper) => {
  const round = Math.floor(shopper.turns / 10)
  const steps: (() => Omit<Spoken, 'id'> | null)[] = [
    () => shopper.say('Hello'),
    () => shopper.tap('collection', round),
    () => shopper.order(5, round),
    () => shopper.say('cart'),
    () => shopper.say('coffee'),
    () => shopper.say('my orders'),
    () => shopper.say('menu'),
    () => shopper.tap('collection', round + 1),
    () => shopper.order(5, round + 1),
    () => shopper.tap('merge-replace'),
  ]
  return steps[shopper.turns % steps.length]?.() ?? shopper.say('menu')
}

const words = ['Hello', 'cart', 'coffee', 'my orders', 'menu'] as const
let uttered = 0

/** Says things that have an answer whatever was said before. */
export const chatter: Script = (shopper) => {
  uttered += 1
  return shopper.say(words[uttered % words.length] ?? 'menu')
}

/** Everybody wants the same one thing; up to the last word, which is yes. */
export const wantLast: Script = (shopper) => {
  const steps: (() => Omit<Spoken, 'id'> | null)[] = [
    () => shopper.say('Hello'),
    () => shopper.tap('collection'),
    () => shopper.order(1),
    () => shopper.say('Al Olaya, King Fahd Road, building 12, Riyadh'),
    () => shopper.tap('cash'),
    () => shopper.tap('confirm'),
  ]
  return steps[shopper.turns]?.() ?? null
}

/** Buys once and is gone: browses, sends a cart, says where, chooses cash, says yes. */
export const buy: Script = (shopper) => {
  const steps: (() => Omit<Spoken, 'id'> | null)[] = [
    () => shopper.say('Hello'),
    () => shopper.tap('collection'),
    () => shopper.order(3),
    () => shopper.say('Al Olaya, King Fahd Road, building 12, Riyadh'),
    () => shopper.tap('cash'),
    () => shopper.tap('confirm'),
  ]
  const step = steps[shopper.turns]
  if (step === undefined) return null
  const said = step()
  if (said === null) throw new Error(`step ${shopper.turns + 1} is not on offer in ${JSON.stringify(shopper.reply)}`)
  return said
}
