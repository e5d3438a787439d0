import { icu } from './phrases.ts'

/** Orders that exist. */
export const orderTexts = {
  title: icu<{ number: string }>({ en: 'Order {number}', ar: 'طلب رقم {number}' }),
  already: icu<{ number: string }>({
    en: 'You already have order {number} for this.',
    ar: 'لديك بالفعل الطلب رقم {number} لهذه الأصناف.',
  }),
  none: icu({
    en: 'You have no orders with us yet. Shall we show you the shop?',
    ar: 'لا توجد لديك طلبات بعد. هل نعرض لك المتجر؟',
  }),
  notFound: icu<{ number: string }>({
    en: 'We find no order {number} of yours.',
    ar: 'لم نجد لك طلباً بالرقم {number}.',
  }),
  which: icu({ en: 'Which order would you like to see?', ar: 'أي طلب نعرض لك؟' }),
  status: icu<{ number: string; amount: string; state: string }>({
    en: 'Order {number}, {amount}: {state}',
    ar: 'طلبك رقم {number} بقيمة {amount}: {state}',
  }),
  awaiting: icu({ en: 'waiting for payment.', ar: 'بانتظار الدفع.' }),
  preparing: icu({ en: 'confirmed and being prepared.', ar: 'مؤكد ونعمل على تجهيزه.' }),
  checking: icu({
    en: 'we are checking something and will write here as soon as it is settled.',
    ar: 'نراجع أمراً بخصوصه وسنراسلك هنا فور الانتهاء.',
  }),
  partly: icu({ en: 'a part of it is on its way.', ar: 'جزء منه في الطريق إليك.' }),
  onItsWay: icu({ en: 'on its way to you.', ar: 'في الطريق إليك.' }),
  delivered: icu({ en: 'delivered.', ar: 'تم التسليم.' }),
  returned: icu({ en: 'returned.', ar: 'أُعيد إلى المتجر.' }),
  canceled: icu({ en: 'canceled.', ar: 'ملغى.' }),
  expired: icu({
    en: 'the payment link has ended and nothing was charged.',
    ar: 'انتهت صلاحية رابط الدفع ولم يُخصم أي مبلغ.',
  }),
  shortStates: icu<{ state: string }>({
    en: `{state, select, awaiting {waiting for payment} preparing {being prepared} checking {being checked}
      partly {partly on its way} onItsWay {on its way} delivered {delivered} returned {returned}
      canceled {canceled} other {payment link ended}}`,
    ar: `{state, select, awaiting {بانتظار الدفع} preparing {قيد التجهيز} checking {قيد المراجعة}
      partly {جزء منه في الطريق} onItsWay {في الطريق إليك} delivered {تم التسليم} returned {أُعيد إلى المتجر}
      canceled {ملغى} other {انتهى رابط الدفع}}`,
  }),
  askCancel: icu<{ number: string; amount: string }>({
    en: 'Shall we cancel order {number} ({amount})?',
    ar: 'هل نلغي طلبك رقم {number} بقيمة {amount}؟',
  }),
  canceledNow: icu<{ number: string }>({
    en: 'Order {number} is canceled and nothing is charged.',
    ar: 'تم إلغاء طلبك رقم {number} ولن يُخصم أي مبلغ.',
  }),
  cannotCancel: icu<{ number: string }>({
    en: 'Order {number} can no longer be canceled here. A colleague can look into it.',
    ar: 'لم يعد بالإمكان إلغاء طلبك رقم {number} هنا. يمكن لأحد زملائنا النظر في الأمر.',
  }),
  nothingToCancel: icu({
    en: 'There is nothing to cancel. What would you like to do?',
    ar: 'لا يوجد ما يُلغى. كيف يمكننا خدمتك؟',
  }),
  cannotChange: icu<{ number: string }>({
    en: 'Order {number} is confirmed already. A colleague can see whether it can still be changed.',
    ar: 'طلبك رقم {number} مؤكد من قبل. يمكن لأحد زملائنا النظر في إمكانية تعديله.',
  }),
  beingPaid: icu<{ number: string }>({
    en: 'The bank is working on a payment for order {number}. We will write here as soon as it is through.',
    ar: 'يعالج البنك الآن دفعة لطلبك رقم {number}. سنراسلك هنا فور انتهائها.',
  }),
  movedOn: icu<{ number: string }>({
    en: 'Order {number} has moved on meanwhile.',
    ar: 'تغيّرت حالة طلبك رقم {number} في هذه الأثناء.',
  }),
}
