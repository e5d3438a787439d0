import { defineNotice } from './definition.ts'
import { fenced, icu, parcel } from './phrases.ts'
import { trackButton } from './track-button.ts'

export const deliveryAttempted = defineNotice({
  name: 'delivery_attempted',
  template: true,
  wording: {
    en: {
      body: `The courier came by but could not hand over {parcel}. A new attempt will follow.
If the address, the phone number or the time should change, just reply here.`,
      examples: { parcel: 'your order 4127' },
    },
    ar: {
      body: `حاول المندوب التوصيل ولم يتمكن من تسليم {parcel}. ستكون هناك محاولة جديدة.
لتغيير العنوان أو رقم الهاتف أو الموعد، يكفي الرد هنا.`,
      examples: { parcel: 'طلبك رقم 4127' },
    },
  },
  phrases: (facts, language) => ({ parcel: parcel(facts, language) }),
  buttons: ({ token }, language) => [trackButton(token, language)],
})

const pickupPlace = icu({
  en: '{known, select, yes {the {carrier} branch} other {the courier’s branch}}',
  ar: '{known, select, yes {فرع {carrier}} other {فرع شركة التوصيل}}',
})

export const readyForPickup = defineNotice({
  name: 'ready_for_pickup',
  template: true,
  wording: {
    en: {
      body: `Ready for you to collect: {parcel}. It is waiting at {place}.
Please bring your phone with this message; the button below shows the rest.`,
      examples: { parcel: 'your order 4127', place: 'the Aramex branch' },
    },
    ar: {
      body: `جاهز للاستلام: {parcel}. مكان الاستلام: {place}.
يُرجى إحضار هاتفك وفيه هذه الرسالة، والتفاصيل في الزر أدناه.`,
      examples: { parcel: 'طلبك رقم 4127', place: 'فرع أرامكس' },
    },
  },
  phrases: ({ carrier, ...facts }, language) => ({
    parcel: parcel(facts, language),
    place: pickupPlace(language, { known: carrier === '' ? 'no' : 'yes', carrier: fenced(carrier, language) }),
  }),
  buttons: ({ token }, language) => [trackButton(token, language)],
})

export const deliveryException = defineNotice({
  name: 'delivery_exception',
  template: true,
  wording: {
    en: {
      body: `Sorry, the courier reports a delay with {parcel}. We are on it and will write here as soon as it moves again.
If you would rather talk to a person, just reply here.`,
      examples: { parcel: 'your order 4127' },
    },
    ar: {
      body: `نعتذر، فقد أبلغتنا شركة التوصيل بتأخر {parcel}. نتابع الأمر وسنراسلك هنا فور تحركه من جديد.
وللتحدث مع موظف، يكفي الرد هنا.`,
      examples: { parcel: 'طلبك رقم 4127' },
    },
  },
  phrases: (facts, language) => ({ parcel: parcel(facts, language) }),
  buttons: ({ token }, language) => [trackButton(token, language)],
})

export const parcelReturned = defineNotice({
  name: 'parcel_returned',
  template: true,
  wording: {
    en: {
      body: `The courier is bringing back to the shop: {parcel}. Nothing more will be delivered from it.
If that surprises you, or you would still like it, just reply here.`,
      examples: { parcel: 'your order 4127' },
    },
    ar: {
      body: `يعيد المندوب إلى المتجر: {parcel}. لن يصل منه شيء بعد الآن.
إن كان ذلك غير متوقع أو ما زلت ترغب فيه، فالرد هنا يكفي.`,
      examples: { parcel: 'طلبك رقم 4127' },
    },
  },
  phrases: (facts, language) => ({ parcel: parcel(facts, language) }),
  buttons: ({ token }, language) => [trackButton(token, language)],
})
