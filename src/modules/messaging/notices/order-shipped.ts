import { defineNotice } from './definition.ts'
import { fenced, icu, parcel } from './phrases.ts'
import { trackButton } from './track-button.ts'

const courier = icu({
  en: '{known, select, both {{carrier}, tracking number {tracking}} carrier {{carrier}} other {our courier}}',
  ar: '{known, select, both {{carrier}، رقم الشحنة {tracking}} carrier {{carrier}} other {مندوب التوصيل}}',
})

export const orderShipped = defineNotice({
  name: 'order_shipped',
  template: true,
  wording: {
    en: {
      body: `Good news, it is on its way: {parcel}, with {courier}.
We will write again on the day it reaches you. You can follow it below at any time.`,
      examples: { parcel: 'your order 4127', courier: 'Aramex, tracking number 34567890' },
    },
    ar: {
      body: `انطلق إليك الآن: {parcel}، مع {courier}.
سنراسلك مرة أخرى يوم وصوله، ويمكنك متابعته من الزر أدناه في أي وقت.`,
      examples: { parcel: 'طلبك رقم 4127', courier: 'أرامكس، رقم الشحنة 34567890' },
    },
  },
  phrases: ({ carrier, trackingNumber, ...facts }, language) => ({
    parcel: parcel(facts, language),
    courier: courier(language, {
      known: knownOf(carrier, trackingNumber),
      carrier: fenced(carrier, language),
      tracking: fenced(trackingNumber, language),
    }),
  }),
  buttons: ({ token }, language) => [trackButton(token, language)],
})

function knownOf(carrier: string, trackingNumber: string): 'both' | 'carrier' | 'neither' {
  if (carrier === '') return 'neither'
  return trackingNumber === '' ? 'carrier' : 'both'
}
