import { icu } from './phrases.ts'

/** From the cart to the order. */
export const checkoutTexts = {
  askAddress: icu<{ items: string; amount: string; fee: string }>({
    en: '{items} for {amount}{fee}. Where should it go? Share your location below, or type the address: district, street, building.',
    ar: 'وصلتنا سلتك: {items} بقيمة {amount}{fee}. إلى أين نوصلها؟ يمكنك مشاركة الموقع من الزر أدناه، أو كتابة العنوان: الحي والشارع ورقم المبنى.',
  }),
  plusDelivery: icu<{ amount: string }>({ en: ' plus {amount} delivery', ar: '، والتوصيل {amount}' }),
  askNewAddress: icu({
    en: 'Where should it go? Share your location below, or type the address: district, street, building.',
    ar: 'إلى أين نوصل الطلب؟ يمكنك مشاركة الموقع من الزر أدناه، أو كتابة العنوان: الحي والشارع ورقم المبنى.',
  }),
  alsoPhone: icu({
    en: 'Please add a phone number the courier can call.',
    ar: 'ويُرجى إضافة رقم جوال يتصل به المندوب.',
  }),
  shortAddress: icu({
    en: 'The courier may not find that. Please type district, street and building, or share your location below.',
    ar: 'قد لا يكفي هذا العنوان للمندوب. يُرجى كتابة الحي والشارع ورقم المبنى، أو مشاركة الموقع من الزر أدناه.',
  }),
  askWhichAddress: icu({
    en: 'Where should it go? Choose an address, or type a new one.',
    ar: 'إلى أين نوصل الطلب؟ يمكنك اختيار عنوان محفوظ أو كتابة عنوان جديد.',
  }),
  addressKept: icu<{ address: string }>({
    en: 'We will deliver to {address} from now on.',
    ar: 'حفظنا العنوان: {address}. سنوصل إليه من الآن فصاعداً.',
  }),
  askPhone: icu({
    en: 'Which number should the courier call?',
    ar: 'ما رقم الجوال الذي يتصل به المندوب؟',
  }),
  phoneUnclear: icu({
    en: 'We could not read a phone number there. Please send it once more, with the country code if it is a foreign one.',
    ar: 'لم نتمكن من قراءة رقم جوال هنا. يُرجى إرساله مرة أخرى، مع رمز الدولة إن كان من خارجها.',
  }),
  order: icu({ en: 'Your order:', ar: 'ملخص طلبك:' }),
  to: icu<{ address: string }>({ en: 'To: {address}', ar: 'التوصيل إلى: {address}' }),
  askMethod: icu({ en: 'How would you like to pay?', ar: 'ما طريقة الدفع المناسبة لك؟' }),
  askConfirmCash: icu<{ amount: string }>({
    en: 'You pay {amount} in cash on delivery. Shall we confirm?',
    ar: 'الدفع نقداً عند الاستلام: {amount}. هل نؤكد الطلب؟',
  }),
  askChange: icu({ en: 'What would you like to change?', ar: 'ما الذي نعدّله؟' }),
  linkReady: icu<{ number: string }>({
    en: 'Order {number} is ready to pay.',
    ar: 'طلبك رقم {number} جاهز للدفع.',
  }),
  heldUntil: icu<{ time: string }>({
    en: 'It is held for you until {time}.',
    ar: 'الأصناف محجوزة لك حتى {time}.',
  }),
  pay: icu<{ amount: string }>({ en: 'Pay {amount}', ar: 'دفع {amount}' }),
  words: icu({ en: 'Or write: cash · address · edit · cancel', ar: 'أو تكفي كلمة: كاش · العنوان · تعديل · إلغاء' }),
  wordsWithoutCash: icu({ en: 'Or write: address · edit · cancel', ar: 'أو تكفي كلمة: العنوان · تعديل · إلغاء' }),
  noCash: icu({
    en: 'This shop takes cards only; cash on delivery is not possible.',
    ar: 'الدفع في هذا المتجر بالبطاقة فقط، ولا يتوفر الدفع عند الاستلام.',
  }),
  noCard: icu({
    en: 'This shop takes cash on delivery only; cards are not possible.',
    ar: 'الدفع في هذا المتجر نقداً عند الاستلام فقط، ولا يتوفر الدفع بالبطاقة.',
  }),
  noPayment: icu({
    en: 'The shop cannot take orders at the moment. A colleague can help you here.',
    ar: 'لا يستقبل المتجر الطلبات حالياً. يمكن لأحد زملائنا مساعدتك هنا.',
  }),
}
