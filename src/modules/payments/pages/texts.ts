import type { Language } from '#shared/language.ts'
import { type PageState, type StateText, stateTexts } from './state-texts.ts'

export type ShipmentStatus =
  | 'label_created'
  | 'in_transit'
  | 'out_for_delivery'
  | 'delivery_attempted'
  | 'ready_for_pickup'
  | 'delivered'
  | 'exception'
  | 'returning'
  | 'returned'
  | 'canceled'
  | 'unknown'

export type PageTexts = {
  states: Readonly<Record<PageState, StateText>>
  order: (number: number) => string
  items: (count: number) => string
  quantity: (count: number) => string
  sums: Readonly<Record<'subtotal' | 'discount' | 'tax' | 'delivery' | 'rounding' | 'total' | 'due', string>>
  free: string
  canceledLine: string
  payNow: string
  tryAgain: string
  openChat: string
  /** What the chat understands as the wish to pay. */
  payWord: string
  trackOrder: string
  trackParcel: string
  parcel: (position: number) => string
  heldUntil: (time: string) => string
  steps: Readonly<
    Record<'ordered' | 'paid' | 'cash' | 'preparing' | 'shipped' | 'delivered' | 'canceled' | 'expired', string>
  >
  refunded: string
  partlyRefunded: string
  shipment: Readonly<Record<ShipmentStatus, string>>
  progress: string
  parcels: string
  footer: string
  language: string
}

const english: PageTexts = {
  states: stateTexts.en,
  order: (number) => `Order ${number}`,
  items: (count) => (count === 1 ? '1 item' : `${count} items`),
  quantity: (count) => `Quantity ${count}`,
  sums: {
    subtotal: 'Items',
    discount: 'Discount',
    tax: 'Tax',
    delivery: 'Delivery',
    rounding: 'Rounding',
    total: 'Total',
    due: 'To pay at the door',
  },
  free: 'Free',
  canceledLine: 'Canceled',
  payNow: 'Pay now',
  tryAgain: 'Try again',
  openChat: 'Open the chat',
  payWord: 'Pay',
  trackOrder: 'Track the order',
  trackParcel: 'Track with the carrier',
  parcel: (position) => `Parcel ${position}`,
  heldUntil: (time) => `Your items are held until ${time}.`,
  steps: {
    ordered: 'Ordered',
    paid: 'Paid',
    cash: 'Cash on delivery',
    preparing: 'Being prepared',
    shipped: 'Shipped',
    delivered: 'Delivered',
    canceled: 'Canceled',
    expired: 'Not paid in time',
  },
  refunded: 'Refunded',
  partlyRefunded: 'Partly refunded',
  shipment: {
    label_created: 'Being prepared',
    in_transit: 'On its way',
    out_for_delivery: 'Out for delivery',
    delivery_attempted: 'Nobody was reached',
    ready_for_pickup: 'Ready for pickup',
    delivered: 'Delivered',
    exception: 'Delayed',
    returning: 'On its way back',
    returned: 'Returned',
    canceled: 'Canceled',
    unknown: 'On its way',
  },
  progress: 'Progress',
  parcels: 'Parcels',
  footer: 'Anyone with this link can see this page. Keep it to yourself.',
  language: 'English',
}

const arabic: PageTexts = {
  states: stateTexts.ar,
  order: (number) => `طلب رقم ${number}`,
  items: (count) => arabicItems[new Intl.PluralRules('ar').select(count)](count),
  quantity: (count) => `الكمية ${count}`,
  sums: {
    subtotal: 'الأصناف',
    discount: 'الخصم',
    tax: 'الضريبة',
    delivery: 'التوصيل',
    rounding: 'التقريب',
    total: 'الإجمالي',
    due: 'المستحق عند الاستلام',
  },
  free: 'مجاني',
  canceledLine: 'ملغى',
  payNow: 'الدفع الآن',
  tryAgain: 'إعادة المحاولة',
  openChat: 'فتح المحادثة',
  payWord: 'ادفع',
  trackOrder: 'تتبّع الطلب',
  trackParcel: 'التتبّع لدى شركة الشحن',
  parcel: (position) => `الشحنة ${position}`,
  heldUntil: (time) => `أصنافك محجوزة لك حتى ${time}.`,
  steps: {
    ordered: 'تم الطلب',
    paid: 'تم الدفع',
    cash: 'الدفع عند الاستلام',
    preparing: 'قيد التجهيز',
    shipped: 'تم الشحن',
    delivered: 'تم التسليم',
    canceled: 'أُلغي الطلب',
    expired: 'انتهت مهلة الدفع',
  },
  refunded: 'أُعيد المبلغ',
  partlyRefunded: 'أُعيد جزء من المبلغ',
  shipment: {
    label_created: 'قيد التجهيز',
    in_transit: 'في الطريق',
    out_for_delivery: 'خرجت للتوصيل',
    delivery_attempted: 'تعذّر الوصول إلى أحد',
    ready_for_pickup: 'جاهزة للاستلام',
    delivered: 'تم التسليم',
    exception: 'متأخرة',
    returning: 'في طريق العودة',
    returned: 'أُعيدت',
    canceled: 'ملغاة',
    unknown: 'في الطريق',
  },
  progress: 'سير الطلب',
  parcels: 'الشحنات',
  footer: 'يمكن لكل من لديه هذا الرابط رؤية هذه الصفحة، فاحتفظ به لنفسك.',
  language: 'العربية',
}

const many = (count: number) => `${count} صنفاً`

const arabicItems: Readonly<Record<Intl.LDMLPluralRule, (count: number) => string>> = {
  zero: () => 'لا أصناف',
  one: () => 'صنف واحد',
  two: () => 'صنفان',
  few: (count) => `${count} أصناف`,
  many,
  other: many,
}

export const texts: Readonly<Record<Language, PageTexts>> = { en: english, ar: arabic }
