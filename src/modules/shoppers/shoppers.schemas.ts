import { z } from 'zod'
import { IdView, pageQuery, pageView, TimeView } from '#platform/http.ts'
import { publicId } from '#shared/ids.ts'
import { courierPhoneOf } from './identity.rules.ts'
import type { ListedShopper } from './read-shoppers.ts'

export const ShopperView = z
  .object({
    id: IdView,
    name: z.string().nullable(),
    phone: z.string().nullable().meta({ description: 'The number of the chat in E.164; null for who hides it.' }),
    courierPhone: z.string().nullable().meta({ description: 'Whom a courier calls, in E.164.' }),
    username: z.string().nullable(),
    userId: z.string().nullable().meta({ description: 'Meta’s business-scoped user id.' }),
    lastPaymentMethod: z.enum(['card', 'cash_on_delivery']).nullable(),
    marketingOptedOutAt: TimeView.nullable(),
    createdAt: TimeView,
  })
  .meta({ id: 'Shopper' })

export const ShopperPage = pageView(ShopperView)

export const ShopperQuery = z.strictObject(pageQuery)

export function viewShopper(shopper: ListedShopper): z.infer<typeof ShopperView> {
  return {
    id: publicId('shopper', shopper.id),
    name: shopper.name,
    phone: shopper.waId === null ? null : `+${shopper.waId}`,
    courierPhone: courierPhoneOf(shopper),
    username: shopper.username,
    userId: shopper.bsuid,
    lastPaymentMethod: shopper.lastPaymentMethod,
    marketingOptedOutAt: shopper.marketingOptedOutAt?.toISOString() ?? null,
    createdAt: shopper.createdAt.toISOString(),
  }
}
