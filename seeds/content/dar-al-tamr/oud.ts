import { tolas, weights } from '#seeds/content/options.ts'
import type { SeedProduct } from '#seeds/content/types.ts'

const brand = 'Mabkharat Najd'

export const oud: SeedProduct[] = [
  {
    slug: 'cambodian-oud',
    title: { en: 'Cambodian Oud Chips', ar: 'عود كمبودي' },
    description: {
      en: 'Sweet, round smoke that settles in clothes for a day. Hand-cut pieces, cleaned of soft wood.',
      ar: 'دخان حلو هادئ يثبت في الثوب يومًا كاملًا. كسر مقصوص باليد ومنظف من الخشب الأبيض.',
    },
    brand,
    status: 'active',
    options: [weights(12, 24, 48)],
    variants: [
      { sku: 'DT-CAMB-12', options: [0], price: 14500, onHand: 25 },
      { sku: 'DT-CAMB-24', options: [1], price: 27500, onHand: 16 },
      { sku: 'DT-CAMB-48', options: [2], price: 52000, onHand: 6 },
    ],
    image: 'cambodian-oud',
  },
  {
    slug: 'indian-oud',
    title: { en: 'Indian Oud Chips', ar: 'عود هندي' },
    description: {
      en: 'Deep and spicy, the classic of Gulf majalis. A small piece fills a large room.',
      ar: 'رائحة عميقة حارة عرفتها مجالس الخليج من قديم. كسرة صغيرة تملأ مجلسًا كبيرًا.',
    },
    brand,
    status: 'active',
    options: [weights(12, 24)],
    variants: [
      { sku: 'DT-INDI-12', options: [0], price: 22000, onHand: 12 },
      { sku: 'DT-INDI-24', options: [1], price: 42000, onHand: 0 },
    ],
    image: 'indian-oud',
  },
  {
    slug: 'najdi-bakhoor',
    title: { en: 'Najdi Bakhoor', ar: 'بخور نجدي' },
    description: {
      en: 'Oud powder kneaded with rose and sandalwood, pressed into tablets. One tablet for one evening. 20 tablets.',
      ar: 'مسحوق عود معجون بالورد والصندل ومكبوس أقراصًا. قرص واحد لسهرة كاملة. 20 قرصًا.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-BKHR-20', options: [], price: 5900, compareAt: 7900, onHand: 66 }],
    image: 'najdi-bakhoor',
  },
  {
    slug: 'mabthooth',
    title: { en: 'Royal Mabthooth', ar: 'مبثوث ملكي' },
    description: {
      en: 'Loose oud shavings soaked in oud oil and aged for three months. 50 g tin.',
      ar: 'نشارة عود منقوعة في دهن العود ومعتقة ثلاثة أشهر. علبة 50 جرامًا.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-MBTH-50', options: [], price: 9900, onHand: 30 }],
    image: 'mabthooth',
  },
  {
    slug: 'hojari-frankincense',
    title: { en: 'Hojari Frankincense', ar: 'لبان حوجري' },
    description: {
      en: 'Pale green tears from Dhofar, clean and lemony when burned.',
      ar: 'حبات خضراء فاتحة من ظفار، تفوح على الجمر برائحة نظيفة قريبة من الليمون.',
    },
    brand,
    status: 'active',
    options: [weights(100, 250)],
    variants: [
      { sku: 'DT-HOJR-100', options: [0], price: 4200, onHand: 54 },
      { sku: 'DT-HOJR-250', options: [1], price: 9500, onHand: 27 },
    ],
    image: 'hojari-frankincense',
  },
  {
    slug: 'oud-oil',
    title: { en: 'Aged Oud Oil', ar: 'دهن عود معتق' },
    description: {
      en: 'Distilled from Indian oud and aged for four years. A touch behind the ear is enough.',
      ar: 'مقطر من العود الهندي ومعتق أربع سنوات. مسحة خلف الأذن تكفي.',
    },
    brand,
    status: 'active',
    options: [tolas],
    variants: [
      { sku: 'DT-OUDO-Q', options: [0], price: 18500, onHand: 20 },
      { sku: 'DT-OUDO-H', options: [1], price: 35000, onHand: 13 },
      { sku: 'DT-OUDO-T', options: [2], price: 67000, onHand: 5 },
    ],
    image: 'oud-oil',
  },
  {
    slug: 'taif-rose-oil',
    title: { en: 'Taif Rose Oil, Reserve', ar: 'دهن ورد طائفي خاص' },
    description: {
      en: 'Thousands of Taif roses in each bottle, from the spring distillation. Kept for customers on the waiting list.',
      ar: 'آلاف الورود الطائفية في كل قارورة، من تقطير الربيع. محجوز لعملاء قائمة الانتظار.',
    },
    brand,
    status: 'active',
    hidden: true,
    options: [tolas],
    variants: [
      { sku: 'DT-ROSE-Q', options: [0], price: 49000, onHand: 4 },
      { sku: 'DT-ROSE-H', options: [1], price: 95000, onHand: 2 },
      { sku: 'DT-ROSE-T', options: [2], price: 185000, onHand: 0 },
    ],
    image: 'taif-rose-oil',
  },
  {
    slug: 'white-musk-oil',
    title: { en: 'White Musk Oil', ar: 'دهن مسك أبيض' },
    description: {
      en: 'Soft, clean and powdery, made without anything from animals. 12 ml bottle.',
      ar: 'ناعم نظيف برائحة البودرة، خالٍ من أي مكون حيواني. قارورة 12 مل.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-MUSK-12', options: [], price: 6500, onHand: 48 }],
    image: 'white-musk-oil',
  },
]
