import { defineWords } from '#phone/text/language.ts'

export const clockWords = defineWords({
  en: {
    intro: 'Time in the sandbox can go faster than yours. It cannot go back.',
    apart: 'This shop keeps its own time, as it has a database of its own: only what Meta and Stripe count by moves.',
    now: 'It is now',
    ahead: (span: string) => `${span} ahead of your clock`,
    same: 'the same as your clock',
    forward: 'Move it forward',
    steps: {
      '10m': { title: '+10 minutes', shows: 'Not much: reminders that have come due arrive.' },
      '1h': { title: '+1 hour', shows: 'Payment links end, held goods go back on the shelf, and the shop says so.' },
      '24h': {
        title: '+24 hours',
        shows: 'The window of every chat closes: the shop may only send approved templates.',
      },
      '7d': { title: '+7 days', shows: 'Deliveries are long over; what Meta keeps for a week is gone.' },
    },
    hold: {
      title: 'To the end of the next hold',
      shows: (number: number) => `Order ${number} has not been paid: its goods go back on sale and the link ends.`,
      none: 'No unpaid order holds goods. Ask for a card payment on the phone first.',
    },
    moved: (span: string) => `The clock went ${span} forward.`,
    chats: 'Chats',
    windowOpen: (span: string) => `the shop may write freely for ${span}`,
    windowClosed: 'only templates',
    noChats: 'No chat yet.',
  },
  ar: {
    intro: 'يمكن أن يسير الوقت هنا أسرع من وقتك، ولا يرجع إلى الوراء.',
    apart: 'لهذا المتجر قاعدة بيانات خاصة به فيبقى على وقته: لا يتقدم إلا ما تحسبه ميتا وسترايب.',
    now: 'الوقت الآن',
    ahead: (span: string) => `يسبق ساعتك بمقدار ${span}`,
    same: 'مثل ساعتك',
    forward: 'قدّم الوقت',
    steps: {
      '10m': { title: 'قدّم 10 دقائق', shows: 'لا يتغير الكثير: تصل التذكيرات التي حان وقتها.' },
      '1h': { title: 'قدّم ساعة', shows: 'تنتهي روابط الدفع وتعود البضاعة المحجوزة إلى الرف، ويقول المتجر ذلك.' },
      '24h': { title: 'قدّم 24 ساعة', shows: 'تُغلق نافذة كل محادثة، فلا يرسل المتجر إلا القوالب المعتمدة.' },
      '7d': { title: 'قدّم 7 أيام', shows: 'تكون الطلبات قد وصلت منذ زمن، ويذهب ما تحفظه ميتا أسبوعاً فقط.' },
    },
    hold: {
      title: 'إلى نهاية أقرب حجز',
      shows: (number: number) => `لم يُدفع ثمن الطلب ${number}: تعود بضاعته إلى البيع وينتهي الرابط.`,
      none: 'لا طلب غير مدفوع يحجز بضاعة. اطلب الدفع بالبطاقة من الهاتف أولاً.',
    },
    moved: (span: string) => `تقدم الوقت ${span}.`,
    chats: 'المحادثات',
    windowOpen: (span: string) => `يكتب المتجر بحرية لمدة ${span}`,
    windowClosed: 'القوالب فقط',
    noChats: 'لا محادثات بعد.',
  },
})
