import { findOrder, scanParcel, sendParcel } from '#app/demo/courier.ts'
import type { Phone, SeenMessage } from '#app/demo/phone.ts'
import { cartOf, payLinkIn } from '#test/journeys/views.ts'
import type { Shop } from '#test/support/shop.ts'

export const homeAddress = 'Al Olaya, King Fahd Road, building 12, Riyadh'

type Quantities = Readonly<Record<string, number>>

/** A new shopper's cart and address, up to the question how to pay. */
export async function upToPaying(phone: Phone, quantities: Quantities): Promise<SeenMessage> {
  await phone.say('Hello')
  await phone.order(cartOf(quantities))
  return phone.say(homeAddress)
}

/** A new shopper's order by card, up to the link; gives the link's address. */
export async function upToLink(phone: Phone, quantities: Quantities): Promise<string> {
  await upToPaying(phone, quantities)
  return payLinkIn(await phone.tap('Pay SAR'))
}

/** A new shopper's order in cash, up to the confirmation. */
export async function buyInCash(phone: Phone, quantities: Quantities): Promise<SeenMessage> {
  await upToPaying(phone, quantities)
  await phone.tap('Cash on delivery')
  return phone.tap('Yes, confirm')
}

/** A new shopper's order paid by card, up to the confirmation. */
export async function buyByCard(phone: Phone, quantities: Quantities): Promise<SeenMessage> {
  await phone.pay(await upToLink(phone, quantities))
  return phone.hear()
}

/** The shop as the demo's courier sees it. */
export const courierOf = ({ url, apiKey, sandbox, store }: Shop) => ({
  url,
  apiKey,
  sandboxUrl: sandbox.url,
  phoneNumberId: store.phoneNumberId,
})

/** Sends the whole order out and to the door; gives what the shopper reads of it. */
export async function deliver(shop: Shop, phone: Phone, number: number) {
  const courier = courierOf(shop)
  const order = await findOrder(courier, number)
  const shipmentId = await sendParcel(courier, order)
  const shipped = await phone.hear()
  await scanParcel(courier, shipmentId, { status: 'out_for_delivery' })
  const outForDelivery = await phone.hear()
  const collected = order.paymentMethod === 'cash_on_delivery' ? { collected: order.total } : {}
  await scanParcel(courier, shipmentId, { status: 'delivered', ...collected })
  return { shipped, outForDelivery, delivered: await phone.hear() }
}
