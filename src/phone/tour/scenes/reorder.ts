import { tell } from '#phone/tour/tour.types.ts'
import { confirmedOrder, deliver, firstOf, payInCash, upToPaying } from './moves.ts'
import { taps } from './wording.ts'

/** What was bought before, again, with two taps. */
export const reorder = tell({
  id: 'reorder',
  title: { ar: 'الطلب نفسه مرة أخرى', en: 'The same again' },
  about: {
    ar: 'زبونة قديمة تعيد طلبها بلمستين، بأسعار اليوم.',
    en: 'A returning shopper repeats an order with two taps, at today’s prices.',
  },
  next: {
    ar: 'دورك الآن: اكتب «طلباتي» لترى الطلبين.',
    en: 'Your turn: type “my orders” and see both.',
  },
  prepare: async (stage) => {
    const person = await stage.shopper({ ar: 'هدى', en: 'Huda' })
    await upToPaying(person, [[firstOf(await stage.shop.items(1)), 2]])
    await deliver(stage, person, await payInCash(stage, person))
    return { person }
  },
  steps: [
    {
      watch: {
        ar: 'طلبها السابق وصل. تحت رسالة التسليم زر «إعادة الطلب».',
        en: 'Her last order has arrived. Under the news of it stands “Order again”.',
      },
      run: async (_stage, { person }) => {
        await person.tap(taps.again)
        await person.expect({ kind: 'button', offers: taps.confirm })
      },
    },
    {
      watch: {
        ar: 'المتجر يعرف عنوانها وطريقة دفعها، فلا يسأل عن شيء: ملخص واحد وموافقة واحدة.',
        en: 'The shop knows where she lives and how she pays, so it asks for neither: one summary, one yes.',
      },
      run: async (stage, { person }) => {
        await person.tap(taps.confirm)
        await confirmedOrder(stage, person)
      },
    },
  ],
})
