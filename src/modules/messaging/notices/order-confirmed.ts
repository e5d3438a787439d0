import type { Language } from '#shared/language.ts'
import { cutGraphemes } from '#shared/text.ts'
import { defineNotice } from './definition.ts'
import { amountText, fenced, icu, pieceCount } from './phrases.ts'
import { trackButton } from './track-button.ts'

const payment = icu({
  en: '{payment, select, card {paid by card} other {to be paid in cash on delivery}}',
  ar: '{payment, select, card {مدفوع بالبطاقة} other {والدفع نقداً عند الاستلام}}',
})

const noAddress: Record<Language, string> = { en: 'the address you sent us', ar: 'العنوان الذي أرسلته لنا' }

/** A pin's whole postal address would drown the rest; the page behind the button has all of it. */
const ADDRESS_MAX = 120

export const orderConfirmed = defineNotice({
  name: 'order_confirmed',
  template: true,
  wording: {
    en: {
      body: `Thank you! Your order {number} is confirmed: {items} for {total}, {payment}.
Delivery to: {address}
We will write to you here as soon as it is on its way.`,
      examples: {
        number: '4127',
        items: '3 items',
        total: 'SAR 164',
        payment: 'paid by card',
        address: 'Olaya Street 12, Riyadh',
      },
    },
    ar: {
      body: `شكراً لك! تم تأكيد طلبك رقم {number}: {items} بإجمالي {total}، {payment}.
التوصيل إلى: {address}
سنراسلك هنا فور انطلاق طلبك إليك.`,
      examples: {
        number: '4127',
        items: '3 أصناف',
        total: '164 ر.س',
        payment: 'مدفوع بالبطاقة',
        address: 'شارع العليا 12، الرياض',
      },
    },
  },
  phrases: (facts, language) => ({
    number: fenced(facts.orderNumber, language),
    items: pieceCount(language, { count: facts.itemCount }),
    total: amountText(facts.total, facts.currency, language),
    payment: payment(language, { payment: facts.payment }),
    address: whereTo(facts.address, language),
  }),
  buttons: ({ token }, language) => [trackButton(token, language)],
})

function whereTo(address: string, language: Language): string {
  const line = cutGraphemes(address.replace(/\s+/g, ' ').trim(), ADDRESS_MAX)
  return line === '' ? noAddress[language] : fenced(line, language)
}
