import { defineNotice } from './definition.ts'
import { fenced, icu } from './phrases.ts'

const money = icu({
  en: '{paid, select, yes {your money is on its way back} other {nothing was charged}}',
  ar: '{paid, select, yes {نعيد إليك ما دفعته} other {لم يُخصم أي مبلغ}}',
})

export const orderCanceled = defineNotice({
  name: 'order_canceled',
  template: true,
  wording: {
    en: {
      body: `Sorry, the shop had to cancel your order {number}; {money}.
If you have a question or would like something else instead, just reply here.`,
      examples: { number: '4127', money: 'nothing was charged' },
    },
    ar: {
      body: `نعتذر، فقد اضطر المتجر إلى إلغاء طلبك رقم {number}؛ {money}.
لأي سؤال أو لاختيار بديل، يكفي الرد هنا.`,
      examples: { number: '4127', money: 'لم يُخصم أي مبلغ' },
    },
  },
  phrases: ({ orderNumber, paid }, language) => ({
    number: fenced(orderNumber, language),
    money: money(language, { paid: paid === 1 ? 'yes' : 'no' }),
  }),
  buttons: () => [],
})
