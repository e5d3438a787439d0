import { type Person, tell } from '#phone/tour/tour.types.ts'
import { confirmedOrder, deliver, firstOf, sendCart } from './moves.ts'
import { says, taps } from './wording.ts'

/** From the first word to the parcel at the door. */
export const firstOrder = tell({
  id: 'first-order',
  title: { ar: 'أول طلب', en: 'A first order' },
  about: {
    ar: 'من التحية الأولى إلى الطرد عند الباب، في محادثة واحدة.',
    en: 'From the first hello to the parcel at the door, in one chat.',
  },
  next: {
    ar: 'دورك الآن: اضغط «إعادة الطلب» أو اكتب اسم منتج.',
    en: 'Your turn: tap “Order again”, or type the name of a product.',
  },
  prepare: async (stage) => ({
    person: await stage.shopper({ ar: 'نورة', en: 'Nora' }),
    items: await stage.shop.items(2),
  }),
  steps: [
    {
      watch: {
        ar: 'تحية من شخص لا يعرفه المتجر. لاحظ أن الرد بلغته، ومعه أقسام المتجر.',
        en: 'A hello from somebody the shop has never met. Watch it answer in their language, with its sections.',
      },
      run: async (_stage, { person }) => {
        await person.say(says.hello)
        await browse(person)
      },
    },
    {
      watch: {
        ar: 'سلة من كتالوج واتساب نفسه. لاحظ أن المتجر يسأل عن شيء واحد فقط: إلى أين؟',
        en: 'A cart out of WhatsApp’s own catalog. Watch the shop ask for one thing only: where to?',
      },
      run: async (_stage, { person, items }) => {
        await sendCart(person, [[firstOf(items), 2], ...items.slice(1).map((item) => [item, 1] as const)])
        await person.expect({ kind: 'location_request_message' })
        await person.shareLocation()
        await person.expect({ kind: 'button', offers: taps.pay })
      },
    },
    {
      watch: {
        ar: 'المبلغ مكتوب على زر الدفع. الأصناف تُحجز لحظة إرسال الرابط، ولا يُخصم شيء قبل الدفع.',
        en: 'The sum stands on the button. The goods are held from the moment the link is sent; nothing is charged before.',
      },
      run: async (_stage, { person }) => {
        await person.tap(taps.pay)
        await person.expect({ kind: 'cta_url' })
      },
    },
    {
      watch: {
        ar: 'دفع بالبطاقة. لاحظ رسالة تأكيد واحدة، ثم كل خطوة للمندوب تصل في وقتها.',
        en: 'Paid by card. Watch one confirmation arrive, then each step of the courier, once.',
      },
      run: async (stage, { person }) => {
        await person.pay('paid')
        await deliver(stage, person, await confirmedOrder(stage, person))
      },
    },
  ],
})

/** The first section in the welcome. */
async function browse(person: Person): Promise<void> {
  const welcome = await person.expect({})
  const [section] = welcome.taps
  if (section === undefined) return
  await person.tap({ ar: section.title, en: section.title })
  await person.expect({ kind: 'product_list' })
}
