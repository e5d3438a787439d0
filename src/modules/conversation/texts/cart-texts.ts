import { icu } from './phrases.ts'

/** The cart, its lines, and what is not as the shopper saw it. */
export const cartTexts = {
  cart: icu({ en: 'Your cart:', ar: 'سلتك الآن:' }),
  added: icu<{ item: string }>({ en: 'Added: {item}. Your cart:', ar: 'أضفنا إلى سلتك {item}. سلتك الآن:' }),
  changed: icu({ en: 'Changed. Your cart:', ar: 'تم التعديل. سلتك الآن:' }),
  stale: icu({
    en: 'Your cart has changed since then. This is how it stands now:',
    ar: 'تغيّرت سلتك منذ ذلك الحين، وهذا ما فيها الآن:',
  }),
  line: icu<{ quantity: number; item: string; amount: string }>({
    en: '{quantity} × {item}: {amount}',
    ar: '{item} × {quantity}: {amount}',
  }),
  moreLines: icu<{ count: number }>({
    en: '… and {count, plural, one {# more item} other {# more items}}',
    ar: '… و{count, plural, one {صنف آخر} two {صنفان آخران} few {# أصناف أخرى} many {# صنفاً آخر} other {# صنف آخر}}',
  }),
  delivery: icu<{ amount: string }>({ en: 'Delivery: {amount}', ar: 'التوصيل: {amount}' }),
  freeDelivery: icu({ en: 'Delivery: free', ar: 'التوصيل: مجاناً' }),
  discount: icu<{ amount: string }>({ en: 'Discount: {amount}', ar: 'الخصم: {amount}' }),
  tax: icu<{ amount: string }>({ en: 'Tax: {amount}', ar: 'الضريبة: {amount}' }),
  rounding: icu<{ amount: string }>({ en: 'Rounding: {amount}', ar: 'التقريب: {amount}' }),
  total: icu<{ amount: string }>({ en: '*Total: {amount}*', ar: '*الإجمالي: {amount}*' }),
  empty: icu({
    en: 'Your cart is empty. Look around the shop, or type what you are looking for.',
    ar: 'سلتك فارغة حالياً. يمكنك تصفّح المتجر أو كتابة اسم المنتج المطلوب.',
  }),
  emptied: icu({ en: 'Your cart is empty now.', ar: 'أفرغنا سلتك.' }),
  askEmpty: icu({ en: 'Shall we empty your cart?', ar: 'هل نفرغ سلتك؟' }),
  limits: icu({
    en: 'Not all of it could go in: one order takes up to 99 of an item and 100 different items.',
    ar: 'لم يتسع الطلب لكل ما طُلب: الحد الأقصى 99 قطعة من الصنف الواحد و100 صنف مختلف.',
  }),
  notANumber: icu({
    en: 'Please send the number as digits, up to 99.',
    ar: 'يُرجى إرسال العدد بالأرقام، وأقصاه 99.',
  }),
  askLine: icu<{ item: string; quantity: number }>({
    en: 'How many of {item} would you like? Send a number; there are {quantity} in your cart now.',
    ar: 'كم العدد المطلوب من {item}؟ يكفي إرسال رقم، وفي سلتك منه الآن {quantity}.',
  }),
  askWhichLine: icu({ en: 'Which item shall we change?', ar: 'أي صنف نعدّل؟' }),
  askMerge: icu<{ items: string }>({
    en: 'Your cart already holds {items}. Shall we add the new items to it, or replace it?',
    ar: 'سلتك فيها {items} من قبل. هل نضيف إليها الأصناف الجديدة أم نستبدلها؟',
  }),
  askMergeOrder: icu<{ number: string }>({
    en: 'Order {number} is still waiting for payment. Shall we add the new items to it, replace it, or make a separate order?',
    ar: 'طلبك رقم {number} ما زال بانتظار الدفع. هل نضيف إليه الأصناف الجديدة أم نستبدله أم ننشئ طلباً منفصلاً؟',
  }),
}

/** One sentence for each thing that is not as it was shown. */
export const problemTexts = {
  soldOut: icu<{ item: string }>({
    en: '{item} has just sold out, so we took it out.',
    ar: 'نفدت الكمية من {item} قبل قليل، فأخرجنا الصنف من السلة.',
  }),
  onlyLeft: icu<{ item: string; available: number }>({
    en: 'There {available, plural, one {is only # left} other {are only # left}} of {item}; we set your cart to that.',
    ar: 'لم يبق من {item} سوى {available, plural, one {قطعة واحدة} two {قطعتين} few {# قطع} many {# قطعة} other {# قطعة}}، وعدّلنا سلتك بذلك.',
  }),
  unavailable: icu<{ item: string }>({
    en: '{item} is no longer for sale, so we took it out.',
    ar: 'لم يعد الصنف {item} معروضاً للبيع، فأخرجناه من السلة.',
  }),
  unknown: icu<{ count: number }>({
    en: '{count, plural, one {One item is} other {# items are}} no longer in our shop and could not be taken over.',
    ar: 'لم نتمكن من إضافة {count, plural, one {صنف لم يعد} two {صنفين لم يعودا} few {# أصناف لم تعد} many {# صنفاً لم يعد} other {# صنف لم يعد}} في متجرنا.',
  }),
  priceUp: icu<{ item: string; now: string; before: string }>({
    en: '{item} is now {now}; you saw {before}.',
    ar: 'أصبح سعر {item} الآن {now} بدلاً من {before}.',
  }),
  deliveryUp: icu<{ now: string; before: string }>({
    en: 'Delivery is now {now}; you saw {before}.',
    ar: 'أصبح التوصيل الآن {now} بدلاً من {before}.',
  }),
  newCart: icu({ en: 'This is what we have for you now:', ar: 'هذه سلتك بعد التعديل:' }),
  nothingLeft: icu({
    en: 'Nothing in that cart is available any more, sorry. Shall we show you what we have?',
    ar: 'نعتذر، لم يعد أي صنف في هذه السلة متوفراً. هل نعرض لك ما لدينا؟',
  }),
}
