import { defineWords } from '#phone/text/language.ts'

export const payWords = defineWords({
  en: {
    frame: 'Payment page',
    results: {
      none: 'This link opened no payment; the page says why.',
      waiting: 'Waiting for the payment',
      paid: 'Paid. The shop has been told.',
      later: 'The bank needs time. The order waits until the money comes.',
      expired: 'This payment has ended. Nothing was charged.',
    },
    endsIn: (span: string) => `ends in ${span}`,
    walkAway: 'Walk away',
    walkAwayHint: 'The goods stay held until the time is up; the clock beside the phone can bring that about.',
    onItsWay: 'Money on its way',
    settle: 'The money comes now',
    fail: 'The money never comes',
    settled: 'The bank has said so. Watch the chat.',
    toChat: 'Back to the chat',
    newTab: 'Open in a new tab',
  },
  ar: {
    frame: 'صفحة الدفع',
    results: {
      none: 'لم يفتح هذا الرابط عملية دفع، والصفحة تقول لماذا.',
      waiting: 'في انتظار الدفع',
      paid: 'تم الدفع، وأُبلغ المتجر.',
      later: 'البنك يحتاج وقتاً، والطلب ينتظر حتى يصل المال.',
      expired: 'انتهت عملية الدفع، ولم يُخصم شيء.',
    },
    endsIn: (span: string) => `تنتهي بعد ${span}`,
    walkAway: 'انصرف دون دفع',
    walkAwayHint: 'تبقى البضاعة محجوزة حتى ينتهي الوقت، ويمكنك تقديمه من الساعة بجانب الهاتف.',
    onItsWay: 'مال في الطريق',
    settle: 'وصل المال الآن',
    fail: 'لن يصل المال',
    settled: 'أبلغنا البنك بذلك. راقب المحادثة.',
    toChat: 'العودة إلى المحادثة',
    newTab: 'افتح في صفحة جديدة',
  },
})
