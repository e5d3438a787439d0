export type Language = 'en' | 'ar'

/** Why the page is shown once more. */
export type Notice = 'declined' | 'refused' | 'choose' | 'close'

export type Option = 'pay' | 'decline' | 'challenge' | 'later' | 'leave' | 'approve' | 'refuse'

export type PayWords = {
  title: string
  test: string
  total: string
  otherLanguage: string
  notices: Record<Notice, string>
  options: Record<Option, [title: string, hint: string]>
  expired: [title: string, text: string]
  complete: [title: string, text: string]
  underWay: [title: string, text: string]
  challenge: [title: string, text: string]
  nothing: [title: string, text: string]
}

export const payWords: Record<Language, PayWords> = {
  en: {
    title: 'Sandbox checkout',
    test: 'Test mode: no money moves',
    total: 'Total',
    otherLanguage: 'العربية',
    notices: {
      declined: 'Your card was declined. Try another one.',
      refused: 'Your bank did not approve the payment.',
      choose: 'Please choose how to pay.',
      close: 'You may close this page.',
    },
    options: {
      pay: ['Pay', 'Card ending in 4242: it works'],
      decline: ['Pay with a card that is declined', 'Card ending in 0002'],
      challenge: ['Pay with a card that asks the bank', 'Card ending in 3155: 3-D Secure'],
      later: ['Pay by bank transfer', 'The order is in now, the money settles later'],
      leave: ['Leave without paying', 'Back to the shop'],
      approve: ['Yes, it is me', 'The bank approves'],
      refuse: ['No, it is not me', 'The bank refuses'],
    },
    expired: ['This checkout has expired', 'Nothing was charged. Go back to the chat to ask for a new link.'],
    complete: ['All done', 'This checkout is complete.'],
    underWay: [
      'The transfer is on its way',
      'This checkout is complete; the shop hears when the money arrives, or fails.',
    ],
    challenge: ['Your bank asks', 'Is it you who is paying?'],
    nothing: ['There is no such checkout', 'Part of the link may be missing.'],
  },
  ar: {
    title: 'صفحة دفع تجريبية',
    test: 'وضع الاختبار: لا يُخصم أي مبلغ',
    total: 'الإجمالي',
    otherLanguage: 'English',
    notices: {
      declined: 'رُفضت البطاقة. جرّب بطاقة أخرى.',
      refused: 'لم يوافق البنك على عملية الدفع.',
      choose: 'اختر طريقة الدفع من فضلك.',
      close: 'يمكنك إغلاق هذه الصفحة.',
    },
    options: {
      pay: ['ادفع', 'بطاقة تنتهي بـ 4242: تعمل'],
      decline: ['ادفع ببطاقة تُرفض', 'بطاقة تنتهي بـ 0002'],
      challenge: ['ادفع ببطاقة تسأل البنك', 'بطاقة تنتهي بـ 3155: 3-D Secure'],
      later: ['ادفع بتحويل بنكي', 'يُسجَّل الطلب الآن ويصل المبلغ لاحقاً'],
      leave: ['غادر دون دفع', 'العودة إلى المتجر'],
      approve: ['نعم، أنا', 'يوافق البنك'],
      refuse: ['لا، لست أنا', 'يرفض البنك'],
    },
    expired: ['انتهت صلاحية صفحة الدفع', 'لم يُخصم أي مبلغ. عُد إلى المحادثة واطلب رابطاً جديداً.'],
    complete: ['تم الدفع', 'اكتملت عملية الدفع هذه.'],
    underWay: ['التحويل في الطريق', 'اكتملت هذه الصفحة، وسيعرف المتجر عند وصول المبلغ أو تعثّره.'],
    challenge: ['يسألك البنك', 'هل أنت من يدفع؟'],
    nothing: ['لا توجد صفحة دفع كهذه', 'ربما نقص جزء من الرابط.'],
  },
}
