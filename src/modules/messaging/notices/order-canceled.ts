import { defineNotice } from './definition.ts'
import { amountText, fenced, icu, pieceCount } from './phrases.ts'

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

/** For orders in cash; by card the refund says it. */
export const restCanceled = defineNotice({
  name: 'rest_canceled',
  template: true,
  wording: {
    en: {
      body: `Sorry, the shop could not send everything of your order {number}: {items} will not come, and you do not pay for that. What was due at the door in all is now {due}.
If you have a question or would like something else instead, just reply here.`,
      examples: { number: '4127', items: '2 items', due: 'SAR 60' },
    },
    ar: {
      body: `نعتذر، لم يتمكن المتجر من إرسال كامل طلبك رقم {number}، ولن يصل منه: {items}، ولن تدفع ثمنه. أصبح إجمالي المستحق عند الاستلام {due} فقط.
لأي سؤال أو لاختيار بديل، يكفي الرد هنا.`,
      examples: { number: '4127', items: 'قطعتان', due: '60 ر.س' },
    },
  },
  phrases: ({ orderNumber, itemCount, due, currency }, language) => ({
    number: fenced(orderNumber, language),
    items: pieceCount(language, { count: itemCount }),
    due: amountText(due, currency, language),
  }),
  buttons: () => [],
})
