import { tell } from '#phone/tour/tour.types.ts'
import { confirmedOrder, firstOf, upToPaying } from './moves.ts'
import { answers, taps } from './wording.ts'

const minute = 60_000
/** The page lives 30 minutes and the goods wait 10 longer. */
const PAST_THE_HOLD_MS = 45 * minute

/** Money for an order that has ended. */
export const paidLate = tell({
  id: 'paid-late',
  title: { ar: 'دفعت بعد انتهاء الرابط', en: 'Expired, then paid late' },
  about: {
    ar: 'خبر الدفع يصل بعد انتهاء الحجز. المال لا يضيع ولا يُنسى.',
    en: 'The news of a payment comes after the hold has ended. The money is neither lost nor forgotten.',
  },
  next: {
    ar: 'دورك الآن: الساعة متقدمة الآن 45 دقيقة؛ قدّمها أكثر من تبويب «الساعة».',
    en: 'Your turn: the clock is 45 minutes ahead now; move it on under “Clock”.',
  },
  prepare: async (stage) => {
    const person = await stage.shopper({ ar: 'هند', en: 'Hind' })
    await upToPaying(person, [[firstOf(await stage.shop.items(1)), 1]])
    await person.tap(taps.pay)
    await person.expect({ kind: 'cta_url' })
    const lost: { session?: string } = {}
    return { person, lost }
  },
  steps: [
    {
      watch: {
        ar: 'تفتح صفحة الدفع، ولكن جواب سترايب يضيع في الطريق: المتجر لا يعرف أن الصفحة موجودة.',
        en: 'She opens the payment page, but Stripe’s answer is lost on its way: the shop does not know that the page exists.',
      },
      run: async (stage, { person, lost }) => {
        lost.session = await stage.openLostCheckout(person)
      },
    },
    {
      watch: {
        ar: 'تدفع فيها، وخبر الدفع يضيع أيضاً. لا شيء يتحرك في المحادثة.',
        en: 'She pays on it, and the news of that is lost as well. Nothing moves in the chat.',
      },
      run: async (stage, { lost }) => {
        await stage.misbehave({ api: 'stripe.events', fault: 'http_500' })
        const found = await stage.misbehave({ api: 'webhooks.stripe', fault: 'lose' })
        await stage.payOn(lost.session ?? '', 'paid')
        await stage.pause(1_500)
        await found()
      },
    },
    {
      watch: {
        ar: 'تمر 45 دقيقة. ينتهي الحجز فتعود الأصناف إلى الرف، والمتجر يقول ذلك.',
        en: 'Forty-five minutes pass. The hold ends, the goods go back on the shelf, and the shop says so.',
      },
      run: async (stage, { person }) => {
        await stage.wait(PAST_THE_HOLD_MS)
        await person.expect({ says: answers.linkEnded, offers: taps.newLink })
      },
    },
    {
      watch: {
        ar: 'الآن يصل خبر الدفع. الأصناف ما زالت على الرف، فيحجزها المتجر من جديد ويؤكد الطلب. ولو نفدت لأعاد المبلغ كاملاً مع اعتذار.',
        en: 'Now the news arrives. The goods are still there, so the shop takes them again and confirms. Had they sold out, all the money would go back with an apology.',
      },
      run: async (stage, { person, lost }) => {
        await stage.deliverLate(lost.session ?? '')
        await confirmedOrder(stage, person)
      },
    },
  ],
})
