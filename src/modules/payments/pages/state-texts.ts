import type { Language } from '#shared/language.ts'

export type PageState =
  | 'paid'
  | 'cash'
  | 'processing'
  | 'checking'
  | 'slow'
  | 'unpaid'
  | 'expired'
  | 'canceled'
  | 'on_hold'
  | 'closed'
  | 'sold_out'
  | 'price_changed'
  | 'too_small'
  | 'busy'
  | 'trouble'

export type StateText = { title: string; text: string }

/** What a shopper reads where a payment stands; each says what happened to the money and what to do next. */
export const stateTexts: Readonly<Record<Language, Readonly<Record<PageState, StateText>>>> = {
  en: {
    paid: {
      title: 'Payment received',
      text: 'Thank you. Your order is confirmed, and the chat tells you when it ships.',
    },
    cash: { title: 'Order confirmed', text: 'You pay the courier in cash when it arrives.' },
    processing: {
      title: 'Payment under way',
      text: 'Your bank needs some time for this way of paying. We write in the chat as soon as it is through.',
    },
    checking: { title: 'Checking your payment…', text: 'This takes a few seconds. The page refreshes itself.' },
    slow: {
      title: 'Still checking',
      text: 'The payment service has not answered yet. You can close this page: we write in the chat when it has.',
    },
    unpaid: { title: 'Not paid yet', text: 'Nothing was charged.' },
    expired: {
      title: 'This link has ended',
      text: 'Nothing was charged and the items went back on the shelf. Ask for a fresh link in the chat.',
    },
    canceled: {
      title: 'Order canceled',
      text: 'This order is canceled. Whatever was paid for it is given back in full.',
    },
    on_hold: {
      title: 'We are looking into this order',
      text: 'Something about the payment has to be checked first. Please do not pay again; we write in the chat.',
    },
    closed: {
      title: 'Card payment is closed just now',
      text: 'Nothing was charged. Write to us in the chat for another way to pay.',
    },
    sold_out: {
      title: 'The items are no longer held',
      text: 'Nothing was charged. Send your cart again in the chat and we tell you what is left.',
    },
    price_changed: {
      title: 'A price has changed',
      text: 'Nothing was charged. Open the chat to see the new total and agree to it first.',
    },
    too_small: {
      title: 'Too little for a card',
      text: 'Cards cannot be charged so small an amount. Add an item or choose cash on delivery in the chat.',
    },
    busy: { title: 'One moment, please', text: 'The payment service does not answer. Nothing was charged.' },
    trouble: {
      title: 'Card payment does not work now',
      text: 'Nothing was charged, and the shop has been told. Choose cash on delivery in the chat, or try later.',
    },
  },
  ar: {
    paid: { title: 'تم استلام الدفع', text: 'شكراً لك. تم تأكيد طلبك، وسنخبرك في المحادثة عند شحنه.' },
    cash: { title: 'تم تأكيد الطلب', text: 'تدفع للمندوب نقداً عند وصول الطلب.' },
    processing: {
      title: 'الدفع قيد المعالجة',
      text: 'تحتاج هذه الطريقة إلى بعض الوقت لدى البنك، وسنكتب لك في المحادثة فور اكتمالها.',
    },
    checking: { title: 'نتحقق من الدفع…', text: 'يستغرق ذلك ثواني قليلة، وتتحدّث الصفحة تلقائياً.' },
    slow: {
      title: 'ما زلنا نتحقق',
      text: 'لم تُجب خدمة الدفع بعد. يمكنك إغلاق هذه الصفحة، وسنكتب لك في المحادثة عند وصول الجواب.',
    },
    unpaid: { title: 'لم يتم الدفع بعد', text: 'لم يُخصم أي مبلغ.' },
    expired: {
      title: 'انتهت صلاحية هذا الرابط',
      text: 'لم يُخصم أي مبلغ وعادت الأصناف إلى الرف. اطلب رابطاً جديداً في المحادثة.',
    },
    canceled: { title: 'أُلغي الطلب', text: 'هذا الطلب ملغى، وكل ما دُفع مقابله يُعاد كاملاً.' },
    on_hold: {
      title: 'نراجع هذا الطلب',
      text: 'هناك أمر في الدفع يحتاج إلى مراجعة. نرجو عدم الدفع مرة أخرى، وسنكتب لك في المحادثة.',
    },
    closed: {
      title: 'الدفع بالبطاقة متوقف حالياً',
      text: 'لم يُخصم أي مبلغ. راسلنا في المحادثة لاختيار طريقة دفع أخرى.',
    },
    sold_out: {
      title: 'لم تعد الأصناف محجوزة',
      text: 'لم يُخصم أي مبلغ. أرسل سلتك مرة أخرى في المحادثة لنخبرك بالمتوفر منها.',
    },
    price_changed: {
      title: 'تغيّر أحد الأسعار',
      text: 'لم يُخصم أي مبلغ. افتح المحادثة للاطلاع على الإجمالي الجديد والموافقة عليه أولاً.',
    },
    too_small: {
      title: 'المبلغ أقل من حد البطاقة',
      text: 'لا يمكن خصم مبلغ صغير كهذا من البطاقة. أضف صنفاً أو اختر الدفع عند الاستلام في المحادثة.',
    },
    busy: { title: 'لحظة من فضلك', text: 'خدمة الدفع لا تجيب الآن. لم يُخصم أي مبلغ.' },
    trouble: {
      title: 'الدفع بالبطاقة لا يعمل الآن',
      text: 'لم يُخصم أي مبلغ، وأُبلغ المتجر بذلك. اختر الدفع عند الاستلام في المحادثة أو حاول لاحقاً.',
    },
  },
}
