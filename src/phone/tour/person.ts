import type { Control } from '#phone/state/control.ts'
import type { Act } from '#phone/state/says.ts'
import type { ChatMessage, Language } from '#phone/state/types.ts'
import { homeIn } from './cast.ts'
import { breathe, type Pacer } from './pacer.ts'
import { describeWish, fulfills, lastLines } from './reading.ts'
import type { Person, Point, Wish, Words } from './tour.types.ts'
import { SceneTrouble } from './trouble.ts'

export type Around = {
  control: Control
  language: Language
  phoneNumberId: string
  currency: string
  pacer: Pacer
  signal: AbortSignal
  /** Shows whose chat is played. */
  onChat: (shopperId: string) => void
  onPoint: (point: Point | null) => void
}

const THINK_MS = 900
const READ_MS = 2_200
const AIM_MS = 1_100
const PATIENCE_MS = 45_000
/** One look at the chat waits no longer, so that stopping a scene is felt at once. */
const LOOK_MS = 5_000
const BETWEEN_LOOKS_MS = 50

/** A shopper in the chat with one shop, who answers no faster than eyes can follow. */
export class ScenePerson implements Person {
  readonly id: string
  readonly name: string
  readonly #around: Around
  #read = 0

  constructor(who: { id: string; name: string }, around: Around) {
    this.id = who.id
    this.name = who.name
    this.#around = around
  }

  async say(words: Words): Promise<void> {
    await this.#act({ text: words[this.#around.language] })
  }

  async tap(words: Words): Promise<void> {
    const title = words[this.#around.language]
    const found = (await this.#heard()).flatMap(({ wamid, taps }) => taps.map((tap) => ({ ...tap, wamid })))
    const tap = found.find((each) => each.title.startsWith(title))
    if (tap === undefined) throw await this.#trouble(`found nothing like [${title}] to tap`)
    await this.#aim({ wamid: tap.wamid, title: tap.title })
    await this.#act({ tap: { id: tap.id, messageId: tap.wamid } })
  }

  async order(items: Parameters<Person['order']>[0]): Promise<void> {
    await this.#act({ order: { items: [...items] } })
  }

  async shareLocation(): Promise<void> {
    const { place } = homeIn(this.#around.currency)
    const { name, address, ...pin } = place
    const { language } = this.#around
    await this.#act({ location: { ...pin, name: name[language], address: address[language] } })
  }

  async pay(outcome: Parameters<Person['pay']>[0]): Promise<void> {
    const url = await this.payLink()
    await this.#around.control.pay({ url, outcome })
  }

  async payLink(): Promise<string> {
    const found = (await this.#heard()).flatMap(({ wamid, links }) => links.map((link) => ({ ...link, wamid })))
    const link = found.find(({ url }) => url.includes('/p/'))
    if (link === undefined) throw await this.#trouble('got no payment link')
    await this.#aim({ wamid: link.wamid, title: link.title })
    return link.url
  }

  async expect(wish: Wish): Promise<ChatMessage> {
    const { language, signal, pacer } = this.#around
    const deadline = performance.now() + PATIENCE_MS
    while (performance.now() < deadline) {
      const found = (await this.#look(LOOK_MS)).find((message) => fulfills(message, wish, language))
      if (found !== undefined) {
        this.#read = found.n
        await pacer.pause(READ_MS)
        return found
      }
      await breathe(BETWEEN_LOOKS_MS, signal)
    }
    throw await this.#trouble(`waited in vain for: ${describeWish(wish, language)}`)
  }

  async show(): Promise<void> {
    const { onChat, pacer } = this.#around
    onChat(this.id)
    await pacer.pause(READ_MS)
  }

  async expectSilence(forMs: number): Promise<void> {
    const deadline = performance.now() + forMs
    while (performance.now() < deadline) {
      const news = await this.#look(Math.ceil(deadline - performance.now()))
      if (news.some(({ direction }) => direction === 'out')) throw await this.#trouble('heard something too early')
      this.#around.signal.throwIfAborted()
    }
  }

  async #act(act: Act): Promise<void> {
    const { control, phoneNumberId, pacer, onChat, onPoint } = this.#around
    onChat(this.id)
    await pacer.pause(THINK_MS)
    await control.say(this.id, { phoneNumberId, ...act })
    onPoint(null)
  }

  async #aim(point: Point): Promise<void> {
    const { onChat, onPoint, pacer } = this.#around
    onChat(this.id)
    onPoint(point)
    await pacer.pause(AIM_MS)
  }

  /** Messages of the shop after the last one that was read, oldest first; waits so long for one. */
  async #look(waitMs: number): Promise<ChatMessage[]> {
    return this.#chat(this.#read, waitMs)
  }

  /** All the shop has said, newest first. */
  async #heard(): Promise<ChatMessage[]> {
    const messages = await this.#chat(0, 0)
    return messages.filter(({ direction }) => direction === 'out').toReversed()
  }

  async #chat(after: number, waitMs: number): Promise<ChatMessage[]> {
    const { control, phoneNumberId, signal } = this.#around
    const path = `/control/shoppers/${encodeURIComponent(this.id)}/chat`
    const query = { phoneNumberId, after, waitMs }
    return (await control.call<{ messages: ChatMessage[] }>('GET', path, { query, signal })).messages
  }

  async #trouble(what: string): Promise<SceneTrouble> {
    return new SceneTrouble(`${this.name} ${what}. The chat ends:\n${lastLines(await this.#chat(0, 0))}`)
  }
}
