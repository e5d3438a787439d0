import { setTimeout } from 'node:timers/promises'
import { type DemoShop, findOrder, type OrderView, scanParcel, sendParcel } from './courier.ts'
import { type CartItem, Phone, type SeenMessage } from './phone.ts'

/** One purchase, from the first word to the parcel at the door. */
export type Play = { title: string; phone: Phone; order: OrderView }

/** Browses, sends a cart, pays by card; all in English. */
export async function cardInEnglish(shop: DemoShop): Promise<Play> {
  const phone = await Phone.open(shop.sandboxUrl, shop.phoneNumberId, { name: 'Sara', phone: freshPhone('50') })
  await phone.say('Hello')
  const shelf = await phone.tap(firstRow(phone))
  await phone.order(firstItems(shelf))
  await phone.say('Al Olaya, King Fahd Road, building 12, Riyadh')
  const link = await phone.tap('Pay')
  await phone.pay(payLink(link), 'paid')
  const order = await deliver(shop, phone, await phone.hear())
  return { title: 'Card, in English', phone, order }
}

/** The same in Arabic, with cash at the door. */
export async function cashInArabic(shop: DemoShop): Promise<Play> {
  const phone = await Phone.open(shop.sandboxUrl, shop.phoneNumberId, { name: 'نورة', phone: freshPhone('55') })
  await phone.say('السلام عليكم')
  const shelf = await phone.tap(firstRow(phone))
  await phone.order(firstItems(shelf))
  await phone.say('حي الملقا، شارع أنس بن مالك، مبنى ٧، الرياض')
  await phone.tap('الدفع عند الاستلام')
  const confirmation = await phone.tap('نعم، تأكيد الطلب')
  const order = await deliver(shop, phone, confirmation)
  return { title: 'Cash on delivery, in Arabic', phone, order }
}

/** The courier's part; the shopper hears of each step. */
async function deliver(shop: DemoShop, phone: Phone, confirmation: SeenMessage): Promise<OrderView> {
  const number = orderNumberIn(confirmation)
  const order = await findOrder(shop, number)
  const shipmentId = await sendParcel(shop, order)
  await phone.hear()
  await scanParcel(shop, shipmentId, { status: 'out_for_delivery' })
  await phone.hear()
  const { total, paymentMethod } = order
  await scanParcel(shop, shipmentId, {
    status: 'delivered',
    ...(paymentMethod === 'cash_on_delivery' && { collected: total }),
  })
  await phone.hear()
  return closedOrder(shop, number)
}

/** Payment and delivery complete an order a moment after the last of them. */
async function closedOrder(shop: DemoShop, number: number): Promise<OrderView> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const order = await findOrder(shop, number)
    if (order.status === 'completed') return order
    await setTimeout(100)
  }
  throw new Error(`Order ${number} was paid and delivered but not completed.`)
}

function firstRow(phone: Phone): string {
  const row = phone.seen.at(-1)?.taps[0]
  if (row === undefined) throw new Error('The shop offered nothing to tap.')
  return row.title
}

type ProductList = { interactive?: { action?: { sections?: { product_items?: { product_retailer_id: string }[] }[] } } }

/** Two of the first product and one of the second, as the phone's own cart would send them. */
function firstItems(shelf: SeenMessage): CartItem[] {
  const sections = (shelf.body as ProductList).interactive?.action?.sections ?? []
  const items = sections.flatMap((section) => section.product_items ?? [])
  const [first, second] = items.map((item) => item.product_retailer_id)
  if (first === undefined) throw new Error(`The shop showed no products but: ${shelf.text}`)
  return [{ retailerId: first, quantity: 2 }, ...(second === undefined ? [] : [{ retailerId: second, quantity: 1 }])]
}

function payLink(message: SeenMessage): string {
  const link = message.links.find(({ url }) => url.includes('/p/'))
  if (link === undefined) throw new Error(`The shop sent no payment link but: ${message.text}`)
  return link.url
}

function orderNumberIn(message: SeenMessage): number {
  const number = /\b(\d{4,})\b/.exec(message.text)?.[1]
  if (number === undefined) throw new Error(`The shop confirmed no order but said: ${message.text}`)
  return Number(number)
}

/** From a range that the Saudi numbering plan gives to nobody in particular; new for each run. */
function freshPhone(prefix: string): string {
  return `+966${prefix}${String(Math.floor(Math.random() * 10_000_000)).padStart(7, '0')}`
}
