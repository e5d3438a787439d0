import type { Wish, Words } from '#phone/tour/tour.types.ts'

/** What shoppers of the tour type. */
export const says = {
  hello: { ar: 'السلام عليكم', en: 'Hello' },
  whereIsIt: { ar: 'وين طلبي', en: 'Where is my order' },
  menu: { ar: 'القائمة', en: 'menu' },
} as const satisfies Record<string, Words>

/** How the titles of the shop's buttons begin. */
export const taps = {
  pay: { ar: 'دفع', en: 'Pay' },
  cash: { ar: 'الدفع عند الاستلام', en: 'Cash on delivery' },
  confirm: { ar: 'نعم، تأكيد الطلب', en: 'Yes, confirm' },
  acceptTotal: { ar: 'أوافق وأكمل', en: 'Accept new total' },
  again: { ar: 'إعادة الطلب', en: 'Order again' },
  newLink: { ar: 'رابط دفع جديد', en: 'New payment link' },
} as const satisfies Record<string, Words>

/** How the shop's answers are told apart. */
export const answers = {
  confirmed: { ar: /تم تأكيد طلبك رقم/, en: /is confirmed/ },
  shipped: { ar: /^انطلق إليك الآن/, en: /^Good news, it is on its way/ },
  partShipped: { ar: /جزء من طلبك رقم/, en: /part of your order/ },
  outForDelivery: { ar: /^خرج للتوصيل اليوم/, en: /^Out for delivery today/ },
  delivered: { ar: /^تم التسليم/, en: /^Delivered/ },
  priceUp: { ar: /أصبح سعر/, en: /you saw/ },
  nothingLeft: { ar: /لم يعد أي صنف في هذه السلة متوفراً/, en: /^Nothing in that cart is available any more/ },
  declined: { ar: /رفض البنك البطاقة/, en: /^The bank declined the card/ },
  linkEnded: { ar: /انتهت صلاحية رابط الدفع/, en: /^The payment link of your order/ },
  beingPrepared: { ar: /مؤكد ونعمل على تجهيزه/, en: /confirmed and being prepared/ },
  menu: { ar: /^كيف يمكننا خدمتك/, en: /^What would you like to do/ },
} as const satisfies Record<string, Wish['says']>
