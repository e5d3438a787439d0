import { homeIn } from '#phone/tour/cast.ts'
import { plainText } from '#phone/tour/reading.ts'
import type { SceneItem, SceneOrder } from '#phone/tour/shop-desk.ts'
import type { Person, Stage } from '#phone/tour/tour.types.ts'
import { SceneTrouble } from '#phone/tour/trouble.ts'
import { answers, says, taps } from './wording.ts'

type Bought = readonly (readonly [SceneItem, quantity: number])[]

/** A new shopper's first words, the cart of WhatsApp's catalog, and a typed address: up to the question how to pay. */
export async function upToPaying(person: Person, bought: Bought): Promise<void> {
  await person.say(says.hello)
  await person.expect({})
  await sendCart(person, bought)
  await person.expect({ kind: 'location_request_message' })
  await person.say(homeIn(bought[0]?.[0].currency ?? '').typed)
  await person.expect({ kind: 'button', offers: taps.cash })
}

export function sendCart(person: Person, bought: Bought): Promise<void> {
  return person.order(bought.map(([{ retailerId }, quantity]) => ({ retailerId, quantity })))
}

/** From the question how to pay to an order in cash; gives the order. */
export async function payInCash(stage: Stage, person: Person): Promise<SceneOrder> {
  await person.tap(taps.cash)
  await person.expect({ kind: 'button', offers: taps.confirm })
  await person.tap(taps.confirm)
  return confirmedOrder(stage, person)
}

/** Waits for the confirmation and reads the order it names in the shop's own books. */
export async function confirmedOrder(stage: Stage, person: Person): Promise<SceneOrder> {
  const message = await person.expect({ says: answers.confirmed })
  const number = /\b(\d{4,})\b/.exec(plainText(message))?.[1]
  if (number === undefined) throw new SceneTrouble(`There is no order number in: ${plainText(message)}`)
  return stage.shop.order(Number(number))
}

/** To the door, with the cash counted when there is some; the shopper reads of each step. */
export async function deliver(stage: Stage, person: Person, order: SceneOrder): Promise<void> {
  const trackingNumber = `TOUR${order.number}`
  const shipmentId = await stage.shop.sendParcel(order.id, { trackingNumber })
  await person.expect({ says: answers.shipped })
  await stage.shop.scan(shipmentId, 'out_for_delivery')
  await person.expect({ says: answers.outForDelivery })
  await stage.shop.scan(shipmentId, 'delivered', order.paymentMethod === 'card' ? undefined : order.total)
  await person.expect({ says: answers.delivered })
}

export function firstOf<Item>(items: readonly Item[]): Item {
  const [first] = items
  if (first === undefined) throw new SceneTrouble('The shop has nothing to sell.')
  return first
}
