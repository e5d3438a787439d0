import { defineWords } from '#phone/text/language.ts'

/** Words of the owner who talks to shoppers. */
export const waitingWords = defineWords({
  en: {
    title: 'Who waits for a person',
    nobody: 'Nobody waits. A shopper who asks for a person comes here, and the shop is silent to them.',
    since: (time: string) => `since ${time}`,
    kinds: { media: 'a file', pin: 'a place', contact: 'a contact' } as Record<string, string>,
    other: 'something without words',
    answer: 'Your answer',
    send: 'Answer',
    giveBack: 'Give back to the shop',
    sent: 'On its way to the chat. The shop stays silent: the shopper is yours until you give them back.',
    given: 'Given back: the shop answers their next message.',
    failed: (why: string) => `The shop refused: ${why}`,
  },
  ar: {
    title: 'من ينتظر موظفاً',
    nobody: 'لا أحد ينتظر. من يطلب التحدث مع موظف يظهر هنا، ويكفّ المتجر عن الرد عليه.',
    since: (time: string) => `منذ ${time}`,
    kinds: { media: 'ملف', pin: 'موقع', contact: 'جهة اتصال' } as Record<string, string>,
    other: 'شيء بلا كلام',
    answer: 'ردّك',
    send: 'ردّ',
    giveBack: 'أعده إلى المتجر',
    sent: 'في طريقه إلى المحادثة. يبقى المتجر صامتاً: المتسوق معك حتى تعيده.',
    given: 'أُعيد: يرد المتجر على رسالته القادمة.',
    failed: (why: string) => `رفض المتجر: ${why}`,
  },
})
