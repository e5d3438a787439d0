import { tell } from '#phone/tour/tour.types.ts'
import { confirmedOrder, firstOf, upToPaying } from './moves.ts'
import { answers, taps } from './wording.ts'

/** The owner raises a price while the shopper thinks. */
export const priceChanged = tell({
  id: 'price-changed',
  title: { ar: 'تغيّر السعر', en: 'The price changed' },
  about: {
    ar: 'صاحب المتجر يرفع السعر بين السلة والدفع. لا يُخصم مبلغ لم تره الزبونة.',
    en: 'The owner raises a price between cart and payment. Nobody is charged a sum they have not seen.',
  },
  next: {
    ar: 'دورك الآن: غيّر سعراً من تبويب «المالك» وأرسل سلة.',
    en: 'Your turn: change a price under “Owner” and send a cart.',
  },
  prepare: async (stage) => {
    const item = firstOf(await stage.shop.items(1))
    const person = await stage.shopper({ ar: 'ريم', en: 'Reem' })
    await upToPaying(person, [[item, 1]])
    return { item, person }
  },
  steps: [
    {
      watch: {
        ar: 'الملخص أمامها والمبلغ على الزر. في هذه اللحظة يرفع صاحب المتجر السعر من واجهته البرمجية.',
        en: 'The summary is in front of her, the sum on the button. At this moment the owner raises the price through the API.',
      },
      run: async (stage, { item }) => {
        await stage.shop.setPrice(item, raised(item.price))
        await stage.pause(1_500)
      },
    },
    {
      watch: {
        ar: 'تضغط الزر القديم. لاحظ أن المتجر يقول السعرين ويسأل، بدل أن يخصم.',
        en: 'She taps the old button. Watch the shop name both prices and ask, instead of charging.',
      },
      run: async (_stage, { person }) => {
        await person.tap(taps.pay)
        await person.expect({ says: answers.priceUp, offers: taps.acceptTotal })
      },
    },
    {
      watch: {
        ar: 'توافق، فيصلها رابط الدفع مباشرة لأنها اختارت البطاقة من قبل.',
        en: 'She agrees, and gets the link at once: she had chosen the card already.',
      },
      run: async (stage, { person }) => {
        await person.tap(taps.acceptTotal)
        await person.expect({ kind: 'cta_url' })
        await person.pay('paid')
        await confirmedOrder(stage, person)
      },
    },
  ],
})

/** A tenth more, on the grid of 10 minor units that cards of three-decimal currencies need. */
function raised(price: number): number {
  return price + Math.max(100, Math.round(price / 100) * 10)
}
