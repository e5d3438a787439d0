import { choice, weights } from '#seeds/content/options.ts'
import type { SeedProduct } from '#seeds/content/types.ts'

const brand = 'Dar Al Tamr'

export const tea: SeedProduct[] = [
  {
    slug: 'ceylon-tea',
    title: { en: 'Loose Ceylon Black Tea', ar: 'شاي سيلاني أسود فرط' },
    description: {
      en: 'Strong and red, with leaves that stand up to sugar and mint.',
      ar: 'شاي ثقيل أحمر، يتحمل السكر والنعناع ولا يضيع طعمه.',
    },
    brand,
    status: 'active',
    options: [weights(250, 500)],
    variants: [
      { sku: 'DT-CEYL-250', options: [0], price: 1700, compareAt: 2100, onHand: 88 },
      { sku: 'DT-CEYL-500', options: [1], price: 3200, compareAt: 3900, onHand: 49 },
    ],
    image: 'ceylon-tea',
  },
  {
    slug: 'madinah-mint',
    title: { en: 'Dried Madinah Mint', ar: 'نعناع مديني مجفف' },
    description: {
      en: 'Madinah herbs dried in the shade: mint, wild mint or marjoram, cut for the teapot. 60 g.',
      ar: 'من نعناع المدينة وأعشابها المجففة في الظل: نعناع أو حبق أو دوش، مقطوفة لبراد الشاي. 60 جرامًا.',
    },
    brand,
    status: 'active',
    options: [choice(['Herb', 'العشبة'], ['Mint', 'نعناع'], ['Wild mint', 'حبق'], ['Marjoram', 'دوش'])],
    variants: [
      { sku: 'DT-MINT-NA', options: [0], price: 1200, onHand: 76 },
      { sku: 'DT-MINT-HB', options: [1], price: 1300, onHand: 34 },
      { sku: 'DT-MINT-DO', options: [2], price: 1300, onHand: 0 },
    ],
    image: 'madinah-mint',
  },
  {
    slug: 'taif-rosebuds',
    title: { en: 'Dried Taif Rosebuds', ar: 'ورد طائفي مجفف' },
    description: {
      en: 'Whole buds picked at dawn in Al-Hada. Three buds scent a whole pot of tea. 80 g.',
      ar: 'براعم كاملة تُقطف فجرًا في الهدا. ثلاث منها تعطر براد شاي كاملًا. 80 جرامًا.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-RBUD-80', options: [], price: 3800, onHand: 31 }],
    image: 'taif-rosebuds',
  },
  {
    slug: 'karak-tea-mix',
    title: { en: 'Karak Tea Blend', ar: 'خلطة شاي كرك' },
    description: {
      en: 'Black tea with cardamom, ginger and saffron. Simmer with milk, sweeten as you like. 300 g.',
      ar: 'شاي أسود بالهيل والزنجبيل والزعفران. يُغلى مع الحليب ويُحلّى كما تحب. 300 جرام.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-KRAK-300', options: [], price: 2700, onHand: 63 }],
    image: 'karak-tea-mix',
  },
  {
    slug: 'hibiscus',
    title: { en: 'Hibiscus Flowers', ar: 'كركديه' },
    description: {
      en: 'Whole dried flowers, hot in winter or iced in summer. 200 g.',
      ar: 'أزهار مجففة كاملة، ساخنة في الشتاء أو مثلجة في الصيف. 200 جرام.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-HIBS-200', options: [], price: 1600, onHand: 59 }],
    image: 'hibiscus',
  },
  {
    slug: 'ginger-lime-infusion',
    title: { en: 'Ginger & Black Lime Infusion', ar: 'زنجبيل ولومي' },
    description: {
      en: 'Dried ginger and black lime, caffeine-free, good with honey. 20 bags.',
      ar: 'زنجبيل مجفف ولومي، بلا كافيين، ويطيب مع العسل. 20 كيسًا.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-GNGR-20', options: [], price: 2300, onHand: 44 }],
    image: 'ginger-lime-infusion',
  },
]
