import type { Outcome } from '#phone/state/control-shop.ts'
import type { FaultOrder } from '#phone/state/control-world.ts'
import type { CartItem } from '#phone/state/says.ts'
import type { ChatMessage, Language } from '#phone/state/types.ts'
import type { ShopDesk } from './shop-desk.ts'

/** What is shown or said, in both languages of the tour. */
export type Words = Readonly<Record<Language, string>>

/** What a message of the shop must be like; everything that is named must hold. */
export type Wish = {
  /** The kind as WhatsApp names it: `text`, `list`, `button`, `product_list`, `location_request_message`, `template` … */
  kind?: string
  /** Part of what a person reads, in each language; marks of direction are not looked at. */
  says?: Readonly<Record<Language, RegExp>>
  /** How the title of one of its buttons, rows or links begins. */
  offers?: Words
}

/** Where the eye should be: a message, and the button on it that is about to be tapped. */
export type Point = { wamid: string; title: string }

/** One shopper of a scene, with the phone in hand. */
export type Person = {
  readonly id: string
  readonly name: string
  say: (text: Words) => Promise<void>
  /** Taps the newest button or row of the shop's last answers whose title begins so. */
  tap: (title: Words) => Promise<void>
  /** Sends the cart of WhatsApp's own catalog. */
  order: (items: readonly CartItem[]) => Promise<void>
  shareLocation: () => Promise<void>
  /** Opens the newest payment link and behaves as the card's holder. */
  pay: (outcome: Outcome) => Promise<void>
  /** The newest payment link the shop sent. */
  payLink: () => Promise<string>
  /** The next message of the shop that is as wished; what came before it counts as read. */
  expect: (wish: Wish) => Promise<ChatMessage>
  /** Brings this person's phone before the eyes. */
  show: () => Promise<void>
  /** Holds that the shop sends nothing for so long. */
  expectSilence: (forMs: number) => Promise<void>
}

/** What a scene has to play with; everything goes over the sandbox's control API. */
export type Stage = {
  readonly language: Language
  /** Lets the eye follow; no time at all in tests. */
  pause: (ms: number) => Promise<void>
  /** A person nobody knows yet, with a name the chat list does not hold. */
  shopper: (name: Words) => Promise<Person>
  /** The owner's and the courier's desk: the shop's own API. */
  shop: ShopDesk
  /** Moves the clock of everybody forward. */
  wait: (ms: number) => Promise<void>
  /** Orders a fault; called, the answer takes it back, and so does the end of the scene. */
  misbehave: (order: FaultOrder) => Promise<() => Promise<void>>
  /** Opens the payment link on a shopper's phone when Stripe's answer is lost; gives the session nobody knows of. */
  openLostCheckout: (person: Person) => Promise<string>
  /** Pays on a checkout page that is open already. */
  payOn: (sessionId: string, outcome: Outcome) => Promise<void>
  /** Delivers the webhooks of this session again that the shop never got. */
  deliverLate: (sessionId: string) => Promise<void>
  /** Runs when the scene ends, however it ends; none may depend on another. */
  afterwards: (undo: () => Promise<unknown>) => void
}

export type Step = {
  /** What to watch for while it plays. */
  readonly watch: Words
}

export type Scene = {
  readonly id: string
  readonly title: Words
  /** One sentence on the card. */
  readonly about: Words
  readonly steps: readonly Step[]
  /** What the visitor may try from here. */
  readonly next: Words
  /** Plays it whole; `begin` is told of each step before it runs. */
  readonly play: (stage: Stage, begin: (step: number) => Promise<void>) => Promise<void>
}

export type Told<Props> = Omit<Scene, 'steps' | 'play'> & {
  /** What must be there before the first step, such as an order of last week. */
  prepare: (stage: Stage) => Promise<Props>
  steps: readonly (Step & { run: (stage: Stage, props: Props) => Promise<void> })[]
}

/** Makes a scene of steps that share what was prepared for them. */
export function tell<Props>({ prepare, steps, ...about }: Told<Props>): Scene {
  const play = async (stage: Stage, begin: (step: number) => Promise<void>) => {
    const props = await prepare(stage)
    for (const [index, { run }] of steps.entries()) {
      await begin(index)
      await run(stage, props)
    }
  }
  return { ...about, steps, play }
}
