import type { Test } from 'tap'
import { type ChatShop, choicesOf, openChatShop, type phoneOf } from '#test/modules/conversation/chat-shop.ts'

export const homeAddress = 'Olaya St 12, Riyadh'

/** A shop with two kinds of dates in one section: SAR 89 and SAR 45, delivery SAR 15. */
export async function openDateShop(t: Test) {
  const shop = await openChatShop(t)
  const ajwa = await shop.stock({
    en: 'Ajwa dates',
    ar: 'تمر عجوة',
    option: { en: '1 kg', ar: '1 كجم' },
    price: 8900,
    sku: 'D-41',
  })
  const sukkari = await shop.stock({ en: 'Sukkari dates', ar: 'تمر سكري', price: 4500, sku: 'D-42' })
  await shop.collect('Dates', 'التمور', [ajwa, sukkari])
  return { shop, ajwa, sukkari }
}

export const titlesOf = (content: Parameters<typeof choicesOf>[0]) => choicesOf(content).map(({ title }) => title)

export const ordersOf = (shop: ChatShop) =>
  shop.query<{ number: number; status: string; method: string; total: number }>(
    'select number, status, payment_method as method, total from orders order by number',
  )

type Past = { method: 'card' | 'cash_on_delivery'; language?: 'en' | 'ar' }

/** Makes the phone's owner someone who has bought here before. */
export async function returning(shop: ChatShop, phone: ReturnType<typeof phoneOf>, past: Past): Promise<void> {
  await phone.says(past.language === 'ar' ? 'مرحبا' : 'hello')
  const shopperId = await phone.shopperId()
  await shop.query('update shoppers set last_payment_method = $2 where id = $1', [shopperId, past.method])
  await shop.query(`insert into addresses (id, store_id, shopper_id, text) values (gen_random_uuid(), $1, $2, $3)`, [
    shop.storeId,
    shopperId,
    homeAddress,
  ])
}
