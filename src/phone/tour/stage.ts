import type { Outcome } from '#phone/state/control-shop.ts'
import type { FaultOrder } from '#phone/state/control-world.ts'
import { text } from '#phone/state/fields.ts'
import type { ShopNumber } from '#phone/state/types.ts'
import { freshName, homeIn } from './cast.ts'
import { breathe } from './pacer.ts'
import { type Around, ScenePerson } from './person.ts'
import { ShopDesk } from './shop-desk.ts'
import type { Person, Stage, Words } from './tour.types.ts'
import { SceneTrouble } from './trouble.ts'

export type Setting = Omit<Around, 'currency'>

export type OpenStage = { stage: Stage; clearUp: () => Promise<unknown[]> }

/** Sets the stage at one shop's number; `clearUp` undoes what the scene did and gives what could not be undone. */
export async function openStage(setting: Setting): Promise<OpenStage> {
  const { control, phoneNumberId, language, pacer, signal } = setting
  const undoings: (() => Promise<unknown>)[] = []
  const afterwards: Stage['afterwards'] = (undo) => undoings.push(undo)
  const { number, journal } = await lookAround(setting)
  const around = { ...setting, currency: number.currency }
  const stage: Stage = {
    language,
    pause: pacer.pause,
    shopper: (name) => newShopper(around, name),
    shop: new ShopDesk({ control, phoneNumberId, signal, afterwards }),
    wait: async (ms) => {
      await control.moveClock(ms)
    },
    misbehave: async (order) => {
      const behave = await misbehave(around, order)
      afterwards(behave)
      return behave
    },
    openLostCheckout: (person) => openLostCheckout(around, person),
    payOn: async (sessionId, outcome: Outcome) => {
      await control.pay({ sessionId, outcome })
    },
    deliverLate: (sessionId) => deliverLate(around, { sessionId, after: journal }),
    afterwards,
  }
  return { stage, clearUp: () => clearUp(undoings) }
}

/** The shop's number, and how far the wire had got when the scene began. */
async function lookAround({ control, phoneNumberId }: Setting): Promise<{ number: ShopNumber; journal: number }> {
  const { numbers, journal } = await control.phone()
  const number = numbers.find((each) => each.phoneNumberId === phoneNumberId)
  if (number === undefined) throw new SceneTrouble(`The sandbox has no number ${phoneNumberId}.`)
  return { number, journal }
}

async function newShopper(around: Around, names: Words): Promise<Person> {
  const { control, language, currency } = around
  const { shoppers } = await control.shoppers()
  const taken = shoppers.map(({ name }) => name)
  const name = freshName(names[language], taken)
  const { country } = homeIn(currency)
  const shopper = await control.createShopper({ name, country, language })
  around.onChat(shopper.id)
  return new ScenePerson(shopper, around)
}

/** Called twice, as by the scene and by its end, it takes the fault back once. */
async function misbehave({ control }: Around, order: FaultOrder): Promise<() => Promise<void>> {
  const { id } = await control.misbehave(order)
  let waiting = true
  return async () => {
    if (!waiting) return
    waiting = false
    await control.behave(id)
  }
}

/** Everybody sees the shop's page say that the bank does not answer; only Stripe knows of the page it made. */
async function openLostCheckout(around: Around, person: Person): Promise<string> {
  const { control } = around
  const url = await person.payLink()
  const before = await sessionIds(around)
  const behave = await misbehave(around, { api: 'stripe.sessions', fault: 'accept_then_reset' })
  try {
    await control.pay({ url, outcome: 'left' }).catch(() => undefined)
  } finally {
    await behave()
  }
  const made = (await sessionIds(around)).find((id) => !before.includes(id))
  if (made === undefined) throw new SceneTrouble('Stripe made no checkout page.')
  return made
}

async function sessionIds({ control }: Around): Promise<string[]> {
  const { sessions } = await control.sessions()
  return sessions.map(({ sessionId }) => text(sessionId))
}

const LATE_TRIES = 40
const LATE_LOOK_MS = 50

type Lost = { sessionId: string; after: number }

/** The lost deliveries that speak of this session go out once more. */
async function deliverLate({ control, signal }: Around, { sessionId, after }: Lost): Promise<void> {
  for (let tries = 0; tries < LATE_TRIES; tries += 1) {
    const { entries } = await control.journal({ kind: 'webhook', after })
    const lost = entries.filter(({ fault, body }) => fault === 'lose' && JSON.stringify(body).includes(sessionId))
    for (const { n } of lost) await control.replay({ journal: n })
    if (lost.length > 0) return
    await breathe(LATE_LOOK_MS, signal)
  }
  throw new SceneTrouble(`No webhook about ${sessionId} was lost.`)
}

/** All at once, so that a page that is being left still asks for everything; what failed is told, not thrown. */
async function clearUp(undoings: (() => Promise<unknown>)[]): Promise<unknown[]> {
  const settled = await Promise.allSettled(undoings.map((undo) => undo()))
  return settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
}
