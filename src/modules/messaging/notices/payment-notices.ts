import { packUuid } from '#shared/ids.ts'
import type { Language } from '#shared/language.ts'
import { defineNotice, type NoticeButton } from './definition.ts'
import type { NoticeFacts } from './facts.ts'
import { amountText, fenced, icu } from './phrases.ts'

const newLink: Record<Language, string> = { en: 'New payment link', ar: 'رابط دفع جديد' }
const payCash: Record<Language, string> = { en: 'Cash on delivery', ar: 'الدفع عند الاستلام' }

const payAgain = (orderId: string, language: Language): NoticeButton => ({
  kind: 'reply',
  title: newLink[language],
  action: { verb: 'pay-again', args: [packUuid(orderId)] },
})

export const paymentExpired = defineNotice({
  name: 'payment_expired',
  template: true,
  wording: {
    en: {
      body: `The payment link of your order {number} has ended and the items are back on the shelf. Nothing was charged.
Would you still like them? One tap below makes a new link.`,
      examples: { number: '4127' },
    },
    ar: {
      body: `انتهت صلاحية رابط الدفع لطلبك رقم {number} وأُلغي حجز الأصناف، ولم يُخصم أي مبلغ.
هل نحجزها لك من جديد؟ لمسة واحدة على الزر أدناه تكفي لإنشاء رابط آخر.`,
      examples: { number: '4127' },
    },
  },
  phrases: ({ orderNumber }, language) => ({ number: fenced(orderNumber, language) }),
  buttons: ({ orderId }, language) => [payAgain(orderId, language)],
})

export const paymentDeclined = defineNotice({
  name: 'payment_declined',
  template: false,
  wording: {
    en: {
      body: `The bank declined the card for your order {number}; nothing was charged. Your items are still held for you.
How shall we go on?`,
      examples: { number: '4127' },
    },
    ar: {
      body: `رفض البنك البطاقة في طلبك رقم {number} ولم يُخصم أي مبلغ، وما زالت الأصناف محجوزة لك.
كيف نكمل؟`,
      examples: { number: '4127' },
    },
  },
  phrases: ({ orderNumber }, language) => ({ number: fenced(orderNumber, language) }),
  buttons: ({ orderId, cashAllowed }, language) => [
    payAgain(orderId, language),
    ...(cashAllowed === 1 ? [cashButton(orderId, language)] : []),
  ],
})

function cashButton(orderId: string, language: Language): NoticeButton {
  return { kind: 'reply', title: payCash[language], action: { verb: 'pay-cash', args: [packUuid(orderId)] } }
}

const refundReason = icu({
  en: `{reason, select,
    late_payment {the payment arrived after the hold had ended and an item had sold out}
    second_payment {the order was already paid}
    canceled {the order was canceled}
    rest_canceled {the rest of the order could not be sent}
    other {the shop returns it to you}}`,
  ar: `{reason, select,
    late_payment {وصل المبلغ بعد انتهاء الحجز ونفاد أحد الأصناف}
    second_payment {الطلب مدفوع من قبل}
    canceled {أُلغي الطلب}
    rest_canceled {تعذّر إرسال بقية الطلب}
    other {المتجر يعيد إليك المبلغ}}`,
})

export const refundDecided = defineNotice({
  name: 'refund_decided',
  template: true,
  wording: {
    en: {
      body: `We are returning {amount} to you for your order {number}. The reason: {reason}.
It reaches your card within 5 to 10 days and there is nothing you need to do. Sorry for the trouble.`,
      examples: { amount: 'SAR 104', number: '4127', reason: 'the order was canceled' },
    },
    ar: {
      body: `نعيد إليك مبلغ {amount} عن طلبك رقم {number}. السبب: {reason}.
يصل المبلغ إلى بطاقتك خلال 5 إلى 10 أيام ولا يلزمك أي إجراء. نعتذر عن الإزعاج.`,
      examples: { amount: '104 ر.س', number: '4127', reason: 'أُلغي الطلب' },
    },
  },
  phrases: ({ amount, currency, orderNumber, reason }, language) => ({
    amount: amountText(amount, currency, language),
    number: fenced(orderNumber, language),
    reason: refundReason(language, { reason }),
  }),
  buttons: () => [],
})

type RefundFacts = NoticeFacts['refund_failed']

function refundPhrases({ amount, currency, orderNumber }: RefundFacts, language: Language) {
  return { amount: amountText(amount, currency, language), number: fenced(orderNumber, language) }
}

/** Only for money that took its time: who was told a day ago that it comes would otherwise wonder. */
export const refundArrived = defineNotice({
  name: 'refund_arrived',
  template: true,
  wording: {
    en: {
      body: `Your bank has {amount} for your order {number} now. It can take a few days more until your card shows it.
If it should not be there in ten days, just reply here.`,
      examples: { amount: 'SAR 104', number: '4127' },
    },
    ar: {
      body: `وصل إلى مصرفك مبلغ {amount} عن طلبك رقم {number}. قد يحتاج ظهوره في كشف البطاقة إلى بضعة أيام أخرى.
إن لم يظهر خلال عشرة أيام، يكفي الرد هنا.`,
      examples: { amount: '104 ر.س', number: '4127' },
    },
  },
  phrases: (facts, language) => refundPhrases(facts, language),
  buttons: () => [],
})

export const refundFailed = defineNotice({
  name: 'refund_failed',
  template: true,
  wording: {
    en: {
      body: `Sorry, your bank did not take {amount} back for your order {number}. The shop knows and will return it to you another way.
To say how you would like it, just reply here.`,
      examples: { amount: 'SAR 104', number: '4127' },
    },
    ar: {
      body: `نعتذر، لم يقبل مصرفك إعادة مبلغ {amount} عن طلبك رقم {number}. المتجر على علم بذلك وسيعيده إليك بطريقة أخرى.
لإخبارنا بالطريقة التي تفضلها، يكفي الرد هنا.`,
      examples: { amount: '104 ر.س', number: '4127' },
    },
  },
  phrases: (facts, language) => refundPhrases(facts, language),
  buttons: () => [],
})
