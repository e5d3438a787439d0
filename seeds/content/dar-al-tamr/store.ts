import type { SeedCollection, SeedStore } from '#seeds/content/types.ts'
import { coffee } from './coffee.ts'
import { dates } from './dates.ts'
import { gifts } from './gifts.ts'
import { homeware } from './homeware.ts'
import { honey } from './honey.ts'
import { nuts } from './nuts.ts'
import { oud } from './oud.ts'
import { tea } from './tea.ts'

const slugs = (products: { slug: string }[]): string[] => products.map((product) => product.slug)

const collections: SeedCollection[] = [
  { slug: 'dates', title: { en: 'Dates', ar: 'التمور' }, products: [...slugs(dates), 'chocolate-dates'] },
  { slug: 'coffee', title: { en: 'Coffee & Cardamom', ar: 'القهوة والهيل' }, products: slugs(coffee) },
  { slug: 'honey', title: { en: 'Honey & Date Syrup', ar: 'العسل والدبس' }, products: slugs(honey) },
  {
    slug: 'oud',
    title: { en: 'Oud & Bakhoor', ar: 'العود والبخور' },
    products: [...slugs(oud), 'wooden-mabkhara', 'electric-mabkhara'],
  },
  {
    slug: 'nuts-spices',
    title: { en: 'Nuts & Spices', ar: 'المكسرات والبهارات' },
    products: [...slugs(nuts), 'green-cardamom', 'ground-cardamom'],
  },
  { slug: 'tea', title: { en: 'Tea & Infusions', ar: 'الشاي والأعشاب' }, products: slugs(tea) },
  { slug: 'homeware', title: { en: 'Dallahs & Cups', ar: 'الدلال والفناجيل' }, products: slugs(homeware) },
  { slug: 'gifts', title: { en: 'Gift Boxes', ar: 'صناديق الهدايا' }, products: slugs(gifts) },
]

/** A date house in Riyadh: the full store of the demo, in Arabic and English. */
export const darAlTamr: SeedStore = {
  slug: 'dar-al-tamr',
  name: { en: 'Dar Al Tamr', ar: 'دار التمر' },
  currency: 'SAR',
  country: 'SA',
  timeZone: 'Asia/Riyadh',
  languages: ['ar', 'en'],
  defaultLanguage: 'ar',
  deliveryFee: 2000,
  phoneNumberId: '201550000000101',
  displayPhoneNumber: '+966 52 555 0142',
  wabaId: '301550000000101',
  catalogId: '401550000000101',
  collections,
  products: [...dates, ...coffee, ...honey, ...oud, ...nuts, ...tea, ...homeware, ...gifts],
}
