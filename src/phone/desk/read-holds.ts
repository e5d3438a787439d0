import type { ShopNumber } from '#phone/state/types.ts'
import { askShop } from './ask-shop.ts'
import type { Hold } from './clock-steps.ts'
import type { OrderRow } from './shop-api.types.ts'

export type HeldOrder = Hold & { phoneNumberId: string }

/** Unpaid orders that hold goods, in all shops; a shop that does not answer counts as holding none. */
export async function readHolds(numbers: readonly ShopNumber[]): Promise<HeldOrder[]> {
  return (await Promise.all(numbers.map(holdsOf))).flat()
}

async function holdsOf({ phoneNumberId }: ShopNumber): Promise<HeldOrder[]> {
  const path = '/v1/orders?status=awaiting_payment&limit=50'
  const answer = await askShop<{ data: OrderRow[] }>({ phoneNumberId, method: 'GET', path })
  if (!answer.done) return []
  return answer.body.data.flatMap(({ number, holdExpiresAt }) =>
    holdExpiresAt === null ? [] : [{ phoneNumberId, orderNumber: number, endsAt: holdExpiresAt }],
  )
}
