import { tell } from '#phone/tour/tour.types.ts'
import { confirmedOrder, firstOf, upToPaying } from './moves.ts'
import { answers, taps } from './wording.ts'

/** The bank says no, the courier will take cash. */
export const declinedThenCash = tell({
  id: 'declined-then-cash',
  title: { ar: 'رُفضت البطاقة', en: 'Card declined' },
  about: {
    ar: 'البنك يرفض البطاقة، والطلب يكتمل نقداً دون أن يضيع شيء.',
    en: 'The bank says no, and the order goes on in cash with nothing lost.',
  },
  next: {
    ar: 'دورك الآن: افتح رابط الدفع القديم ولاحظ أنه لا يأخذ مالاً.',
    en: 'Your turn: open the old payment link and see that it takes no money.',
  },
  prepare: async (stage) => {
    const person = await stage.shopper({ ar: 'غادة', en: 'Ghada' })
    await upToPaying(person, [[firstOf(await stage.shop.items(1)), 1]])
    return { person }
  },
  steps: [
    {
      watch: {
        ar: 'تختار الدفع بالبطاقة. الأصناف محجوزة لها من الآن.',
        en: 'She chooses the card. From now on the goods are held for her.',
      },
      run: async (_stage, { person }) => {
        await person.tap(taps.pay)
        await person.expect({ kind: 'cta_url' })
      },
    },
    {
      watch: {
        ar: 'البنك يرفض. لاحظ أن المتجر يقول ما حدث وما بقي: لم يُخصم شيء والأصناف ما زالت لها.',
        en: 'The bank says no. Watch the shop say what happened and what stands: nothing charged, the goods still hers.',
      },
      run: async (_stage, { person }) => {
        await person.pay('declined')
        await person.expect({ says: answers.declined, offers: taps.cash })
      },
    },
    {
      watch: {
        ar: 'لمسة واحدة تحوّل الطلب نفسه إلى الدفع نقداً عند الاستلام، وصفحة الدفع القديمة تنتهي.',
        en: 'One tap turns the same order into cash on delivery, and the old payment page ends.',
      },
      run: async (stage, { person }) => {
        await person.tap(taps.cash)
        await confirmedOrder(stage, person)
      },
    },
  ],
})
