import t from 'tap'
import { isLanguage, pick } from '#shared/language.ts'

t.test("a shopper reads the shop's text in their language, or in the one there is", async (t) => {
  t.equal(pick({ en: 'Dates', ar: 'تمر' }, 'ar', 'en'), 'تمر')
  t.equal(pick({ en: 'Dates', ar: '' }, 'ar', 'en'), 'Dates')
  t.equal(pick({ ar: 'تمر' }, 'en', 'en'), 'تمر')
  t.equal(pick({ en: undefined, ar: 'تمر' }, 'en', 'en'), 'تمر')
  t.equal(pick({}, 'en', 'ar'), '')
})

t.test('a shop speaks English and Arabic', async (t) => {
  t.ok(['en', 'ar'].every(isLanguage))
  t.notOk(['', 'EN', 'fr', 'ar_EG'].some(isLanguage))
})
