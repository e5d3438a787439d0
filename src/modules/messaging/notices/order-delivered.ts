import { packUuid } from '#shared/ids.ts'
import type { Language } from '#shared/language.ts'
import { defineNotice } from './definition.ts'
import { parcel } from './phrases.ts'

const again: Record<Language, string> = { en: 'Order again', ar: 'إعادة الطلب' }

export const orderDelivered = defineNotice({
  name: 'order_delivered',
  template: true,
  wording: {
    en: {
      body: `Delivered: {parcel}. Thank you for your trust!
If anything is not as it should be, just reply here and we will put it right.`,
      examples: { parcel: 'your order 4127' },
    },
    ar: {
      body: `تم التسليم: {parcel}. شكراً لثقتك بنا!
إذا لم يكن كل شيء على ما يرام، فالرد هنا يكفي وسنعالج الأمر.`,
      examples: { parcel: 'طلبك رقم 4127' },
    },
  },
  phrases: (facts, language) => ({ parcel: parcel(facts, language) }),
  buttons: ({ orderId }, language) => [
    { kind: 'reply', title: again[language], action: { verb: 'order-again', args: [packUuid(orderId)] } },
  ],
})
