import { type Person, type Stage, tell } from '#phone/tour/tour.types.ts'
import { firstOf, upToPaying } from './moves.ts'
import { answers, taps } from './wording.ts'

/** Two shoppers say yes to the last one at the same moment. */
export const lastUnit = tell({
  id: 'last-unit',
  title: { ar: 'القطعة الأخيرة', en: 'The last one' },
  about: {
    ar: 'زبونتان تؤكدان القطعة الأخيرة في اللحظة نفسها. واحدة تحصل عليها، والأخرى تعرف فوراً.',
    en: 'Two shoppers confirm the last piece at the same moment. One gets it, the other is told at once.',
  },
  next: {
    ar: 'دورك الآن: افتح المحادثتين وقارن بينهما.',
    en: 'Your turn: open both chats and compare.',
  },
  prepare: async (stage) => {
    const item = firstOf(await stage.shop.items(1))
    await stage.shop.leaveOnShelf(item, 1)
    const first = await readyToConfirm(stage, { ar: 'لولوة', en: 'Lulwa' })
    const second = await readyToConfirm(stage, { ar: 'دانة', en: 'Dana' })
    return { first, second }

    async function readyToConfirm(at: Stage, name: { ar: string; en: string }): Promise<Person> {
      const person = await at.shopper(name)
      await upToPaying(person, [[item, 1]])
      await person.tap(taps.cash)
      await person.expect({ kind: 'button', offers: taps.confirm })
      return person
    }
  },
  steps: [
    {
      watch: {
        ar: 'على الرف قطعة واحدة، وفي سلتين. كلتاهما ترى زر «نعم، تأكيد الطلب».',
        en: 'One piece on the shelf, in two carts. Both see “Yes, confirm”.',
      },
      run: async (_stage, { first, second }) => {
        await second.show()
        await first.show()
      },
    },
    {
      watch: {
        ar: 'الضغطتان في اللحظة نفسها. الحجز تحديث واحد مشروط في قاعدة البيانات، فلا تُباع القطعة مرتين.',
        en: 'Both tap at the same moment. Reserving is one conditional update in the database, so it cannot be sold twice.',
      },
      run: async (_stage, { first, second }) => {
        await Promise.all([first.tap(taps.confirm), second.tap(taps.confirm)])
        await Promise.all([toldOutcome(first), toldOutcome(second)])
        await first.show()
        await second.show()
      },
    },
  ],
})

/** Either the confirmation or the apology; anything else is no answer. */
async function toldOutcome(person: Person): Promise<void> {
  const says = {
    ar: new RegExp(`${answers.confirmed.ar.source}|${answers.nothingLeft.ar.source}`),
    en: new RegExp(`${answers.confirmed.en.source}|${answers.nothingLeft.en.source}`),
  }
  await person.expect({ says })
}
