import { tell } from '#phone/tour/tour.types.ts'
import { confirmedOrder, firstOf, upToPaying } from './moves.ts'
import { answers, says, taps } from './wording.ts'

/** Meta answers that it failed; nobody can tell whether the message was taken before it did. */
const DOWN = { api: 'messages', fault: 'http_500' } as const
const MINUTE_MS = 61_000
const QUIET_MS = 600

/** Meta takes no messages for a minute. */
export const metaDown = tell({
  id: 'meta-down',
  title: { ar: 'تعطّل واتساب دقيقة', en: 'Meta down for a minute' },
  about: {
    ar: 'واتساب لا يستقبل رسائل المتجر دقيقة كاملة. الرسائل تنتظر ثم تصل مرة واحدة وبترتيبها.',
    en: 'For a minute Meta takes no messages. They wait, then arrive once, in order.',
  },
  next: {
    ar: 'دورك الآن: جرّب أعطالاً أخرى من تبويب «أعطال».',
    en: 'Your turn: try other faults under “Misbehave”.',
  },
  prepare: async (stage) => {
    const person = await stage.shopper({ ar: 'أمل', en: 'Amal' })
    await upToPaying(person, [[firstOf(await stage.shop.items(1)), 1]])
    await person.tap(taps.cash)
    await person.expect({ kind: 'button', offers: taps.confirm })
    return { person, weather: { clear: async () => {} } }
  },
  steps: [
    {
      watch: {
        ar: 'واتساب معطّل. تؤكد الطلب فلا يصلها شيء، لكن المتجر سجّل الطلب. ولأنه لا يعرف هل وصلت رسالته، لا يكررها على عجل.',
        en: 'Meta is down. She confirms and hears nothing, yet the order is taken. Not knowing whether its message got through, the shop does not blindly repeat it.',
      },
      run: async (stage, { person, weather }) => {
        weather.clear = await stage.misbehave(DOWN)
        await person.tap(taps.confirm)
        await person.expectSilence(QUIET_MS)
      },
    },
    {
      watch: {
        ar: 'تسأل أين طلبها. لاحظ أن الجواب أيضاً ينتظر دوره خلف التأكيد.',
        en: 'She asks where her order is. That answer waits too, behind the confirmation.',
      },
      run: async (_stage, { person }) => {
        await person.say(says.whereIsIt)
        await person.expectSilence(QUIET_MS)
      },
    },
    {
      watch: {
        ar: 'تمر دقيقة ويعود واتساب. لاحظ أن كل رسالة تصل مرة واحدة، وبالترتيب الذي كُتبت به.',
        en: 'A minute passes and Meta is back. Watch each message arrive once, in the order it was written.',
      },
      run: async (stage, { person, weather }) => {
        await weather.clear()
        await stage.wait(MINUTE_MS)
        await confirmedOrder(stage, person)
        await person.expect({ says: answers.beingPrepared })
      },
    },
  ],
})
