import { defineNotice } from './definition.ts'
import { amountText, icu, parcel } from './phrases.ts'
import { trackButton } from './track-button.ts'

const due = icu({
  en: '{due, select, amount {please have {amount} ready in cash} cash {please have the cash ready} other {there is nothing left to pay}}',
  ar: '{due, select, amount {يُرجى تجهيز {amount} نقداً} cash {يُرجى تجهيز المبلغ نقداً} other {لا يلزم دفع أي مبلغ}}',
})

export const outForDelivery = defineNotice({
  name: 'out_for_delivery',
  template: true,
  wording: {
    en: {
      body: `Out for delivery today: {parcel}. At the door: {due}.
Please keep your phone close, the courier may call.`,
      examples: { parcel: 'your order 4127', due: 'please have SAR 164 ready in cash' },
    },
    ar: {
      body: `خرج للتوصيل اليوم: {parcel}. عند الاستلام: {due}.
يُرجى إبقاء الهاتف قريباً، فقد يتصل بك المندوب.`,
      examples: { parcel: 'طلبك رقم 4127', due: 'يُرجى تجهيز 164 ر.س نقداً' },
    },
  },
  phrases: ({ amount, currency, ...facts }, language) => ({
    parcel: parcel(facts, language),
    due: due(language, { due: facts.due, amount: amountText(amount, currency, language) }),
  }),
  buttons: ({ token }, language) => [trackButton(token, language)],
})
