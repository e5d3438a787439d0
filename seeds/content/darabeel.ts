import { choice, pieces, weights } from './options.ts'
import type { SeedProduct, SeedStore } from './types.ts'

const brand = 'Darabeel Al Freej'

const sweets: SeedProduct[] = [
  {
    slug: 'darabeel-rolls',
    title: { en: 'Darabeel, Rolled Wafers', ar: 'درابيل' },
    description: {
      en: 'Paper-thin wafers rolled by hand with sugar and cinnamon, as at grandmother’s. Box of 20.',
      ar: 'رقائق ملفوفة باليد بالسكر والدارسين، مثل درابيل يداتنا. علبة 20 حبة.',
    },
    brand,
    status: 'active',
    options: [choice(['Flavor', 'النكهة'], ['Cardamom', 'هيل'], ['Saffron', 'زعفران'], ['Chocolate', 'شوكولاتة'])],
    variants: [
      { sku: 'DF-DRBL-CD', options: [0], price: 2750, onHand: 40 },
      { sku: 'DF-DRBL-SF', options: [1], price: 3000, onHand: 32 },
      { sku: 'DF-DRBL-CH', options: [2], price: 3000, onHand: 0 },
    ],
    image: 'darabeel-rolls',
  },
  {
    slug: 'gers-ogaily',
    title: { en: 'Gers Ogaily Cake', ar: 'قرص عقيلي' },
    description: {
      en: 'Saffron and cardamom sponge under a roof of sesame, baked before noon.',
      ar: 'كيك بالزعفران والهيل وجهه كله سمسم، نخبزه قبل الظهر.',
    },
    brand,
    status: 'active',
    options: [choice(['Size', 'الحجم'], ['Small', 'صغير'], ['Family', 'عائلي'])],
    variants: [
      { sku: 'DF-GERS-S', options: [0], price: 1900, onHand: 25 },
      { sku: 'DF-GERS-F', options: [1], price: 4250, onHand: 14 },
    ],
    image: 'gers-ogaily',
  },
  {
    slug: 'rahash',
    title: { en: 'Rahash', ar: 'رهش' },
    description: {
      en: 'Sesame halwa, crumbly and rich, plain or with pistachio.',
      ar: 'حلوى السمسم الغنية الهشة، سادة أو بالفستق.',
    },
    brand,
    status: 'active',
    options: [choice(['Kind', 'النوع'], ['Plain', 'سادة'], ['Pistachio', 'بالفستق']), weights(500, 1000)],
    variants: [
      { sku: 'DF-RHSH-PL-500', options: [0, 0], price: 1750, onHand: 38 },
      { sku: 'DF-RHSH-PL-1K', options: [0, 1], price: 3250, onHand: 20 },
      { sku: 'DF-RHSH-PS-500', options: [1, 0], price: 2250, compareAt: 2500, onHand: 27 },
      { sku: 'DF-RHSH-PS-1K', options: [1, 1], price: 4250, compareAt: 4750, onHand: 9 },
    ],
    image: 'rahash',
  },
  {
    slug: 'ghraiba',
    title: { en: 'Ghraiba Biscuits', ar: 'غريبة' },
    description: {
      en: 'Butter biscuits that melt before you bite, each with one pistachio.',
      ar: 'غريبة بالسمن تذوب قبل أن تُقضم، وعلى كل حبة فستقة.',
    },
    brand,
    status: 'active',
    options: [pieces(12, 24)],
    variants: [
      { sku: 'DF-GHRB-12', options: [0], price: 2250, onHand: 30 },
      { sku: 'DF-GHRB-24', options: [1], price: 4000, onHand: 16 },
    ],
    image: 'ghraiba',
  },
]

const drinks: SeedProduct[] = [
  {
    slug: 'kuwaiti-coffee',
    title: { en: 'Kuwaiti Coffee with Saffron', ar: 'قهوة كويتية بالزعفران' },
    description: {
      en: 'Light roast ground with cardamom and saffron, for the afternoon gathering.',
      ar: 'تحميص فاتح مطحون بالهيل والزعفران، لجلسة العصر.',
    },
    brand,
    status: 'active',
    options: [weights(250, 500)],
    variants: [
      { sku: 'DF-GHWA-250', options: [0], price: 3250, onHand: 45 },
      { sku: 'DF-GHWA-500', options: [1], price: 6000, onHand: 21 },
    ],
    image: 'kuwaiti-coffee',
  },
  {
    slug: 'freej-karak',
    title: { en: 'Karak Tin', ar: 'علبة شاي كرك' },
    description: {
      en: 'Tea, cardamom and a little saffron. Add milk and patience. 250 g tin.',
      ar: 'شاي وهيل وقليل من الزعفران. أضف الحليب والصبر. علبة 250 جرامًا.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DF-KRAK-250', options: [], price: 2150, onHand: 52 }],
    image: 'freej-karak',
  },
  {
    slug: 'rose-water',
    title: { en: 'Rose Water', ar: 'ماء ورد' },
    description: {
      en: 'Single distillation, for sweets, tea and washing guests’ hands. 500 ml bottle.',
      ar: 'تقطير أول، للحلويات والشاي وترحيب الضيوف. قارورة 500 مل.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DF-ROSE-500', options: [], price: 1500, onHand: 0 }],
    image: 'rose-water',
  },
  {
    slug: 'istikana-set',
    title: { en: 'Istikana Tea Glasses', ar: 'طقم استكانات' },
    description: {
      en: 'Thin Kuwaiti tea glasses with painted saucers.',
      ar: 'استكانات كويتية رقيقة مع صحونها المنقوشة.',
    },
    brand,
    status: 'active',
    options: [pieces(6, 12)],
    variants: [
      { sku: 'DF-ISTK-6', options: [0], price: 3900, onHand: 18 },
      { sku: 'DF-ISTK-12', options: [1], price: 7250, onHand: 8 },
    ],
    image: 'istikana-set',
  },
]

/** A small sweets shop in Kuwait City: three-decimal money, every price on the 10-fils grid Stripe asks for. */
export const darabeelAlFreej: SeedStore = {
  slug: 'darabeel-al-freej',
  name: { en: 'Darabeel Al Freej', ar: 'درابيل الفريج' },
  currency: 'KWD',
  country: 'KW',
  timeZone: 'Asia/Kuwait',
  languages: ['ar', 'en'],
  defaultLanguage: 'ar',
  deliveryFee: 1500,
  phoneNumberId: '201550000000202',
  displayPhoneNumber: '+965 4555 0142',
  wabaId: '301550000000202',
  catalogId: '401550000000202',
  collections: [
    {
      slug: 'sweets',
      title: { en: 'Kuwaiti Sweets', ar: 'حلويات كويتية' },
      products: sweets.map((product) => product.slug),
    },
    {
      slug: 'tea-coffee',
      title: { en: 'Tea & Coffee', ar: 'الشاي والقهوة' },
      products: drinks.map((product) => product.slug),
    },
  ],
  products: [...sweets, ...drinks],
}
