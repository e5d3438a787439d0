import { tell } from '#phone/tour/tour.types.ts'
import { firstOf, payInCash, upToPaying } from './moves.ts'
import { answers } from './wording.ts'

/** One order, two parcels. */
export const twoParcels = tell({
  id: 'two-parcels',
  title: { ar: 'طلب واحد وطردان', en: 'Two parcels' },
  about: {
    ar: 'نصف الطلب يخرج اليوم ونصفه غداً، والزبونة تعرف أي نصف أين.',
    en: 'Half of the order leaves today, half tomorrow, and the shopper knows which half is where.',
  },
  next: {
    ar: 'دورك الآن: أرسل حدثاً قديماً للشحنة من تبويب «المندوب» ولاحظ أن الخبر لا يتكرر.',
    en: 'Your turn: send an old scan under “Courier” and see that nothing is told twice.',
  },
  prepare: async (stage) => {
    const items = await stage.shop.items(2)
    const person = await stage.shopper({ ar: 'سارة م.', en: 'Sarah M.' })
    await upToPaying(
      person,
      items.map((item, place) => [item, 2 - place] as const),
    )
    return { person, order: await payInCash(stage, person), shipments: [] as string[] }
  },
  steps: [
    {
      watch: {
        ar: 'الطرد الأول فيه جزء من الطلب. لاحظ كلمة «جزء» ورقم الشحنة.',
        en: 'The first parcel holds a part of it. Watch for “part of your order” and its tracking number.',
      },
      run: async (stage, { person, order, shipments }) => {
        const { id } = firstOf(order.lines)
        const lines = [{ orderLineId: id, quantity: 1 }]
        shipments.push(await stage.shop.sendParcel(order.id, { lines, trackingNumber: `TOUR${order.number}A` }))
        await person.expect({ says: answers.partShipped })
      },
    },
    {
      watch: {
        ar: 'ما بقي يتبعه في طرد ثانٍ، وله رسالته.',
        en: 'The rest follows in a second parcel, told of in its own message.',
      },
      run: async (stage, { person, order, shipments }) => {
        shipments.push(await stage.shop.sendParcel(order.id, { trackingNumber: `TOUR${order.number}B` }))
        await person.expect({ says: answers.partShipped })
      },
    },
    {
      watch: {
        ar: 'كلاهما يصل. الطلب لا يُغلق إلا بعد وصول الطرد الأخير.',
        en: 'Both arrive. The order is not done before the last of them is there.',
      },
      run: async (stage, { person, order, shipments }) => {
        const [first = '', second = ''] = shipments
        await stage.shop.scan(first, 'delivered')
        await person.expect({ says: answers.delivered })
        await stage.shop.scan(second, 'delivered', order.total)
        await person.expect({ says: answers.delivered })
      },
    },
  ],
})
