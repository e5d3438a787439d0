import { choice, weights } from '#seeds/content/options.ts'
import type { SeedProduct } from '#seeds/content/types.ts'

const brand = 'Jabal Asir Apiary'

export const honey: SeedProduct[] = [
  {
    slug: 'sidr-honey',
    title: { en: 'Mountain Sidr Honey', ar: 'عسل سدر جبلي' },
    description: {
      en: 'Thick and amber, gathered from wild sidr trees in the valleys of Asir. Unheated and unblended.',
      ar: 'عسل كثيف كهرماني من أشجار السدر البرية في أودية عسير. لم يُسخن ولم يُخلط.',
    },
    brand,
    status: 'active',
    options: [weights(250, 500, 1000)],
    variants: [
      { sku: 'DT-SIDR-250', options: [0], price: 8900, onHand: 40 },
      { sku: 'DT-SIDR-500', options: [1], price: 16500, onHand: 28 },
      { sku: 'DT-SIDR-1K', options: [2], price: 31000, onHand: 11 },
    ],
    image: 'sidr-honey',
  },
  {
    slug: 'talh-honey',
    title: { en: 'Talh Honey', ar: 'عسل طلح' },
    description: {
      en: 'Dark reddish honey from acacia blossom, with a deep taste that lingers like molasses.',
      ar: 'عسل داكن يميل إلى الحمرة من زهر الطلح، طعمه عميق يبقى في الفم كالدبس.',
    },
    brand,
    status: 'active',
    options: [weights(500, 1000)],
    variants: [
      { sku: 'DT-TALH-500', options: [0], price: 9500, onHand: 35 },
      { sku: 'DT-TALH-1K', options: [1], price: 17500, onHand: 17 },
    ],
    image: 'talh-honey',
  },
  {
    slug: 'samra-honey',
    title: { en: 'Samra Honey', ar: 'عسل سمرة' },
    description: {
      en: 'Almost black, less sweet than others, with a trace of caramel and smoke from the Tihama plains.',
      ar: 'لونه يقارب السواد وحلاوته أقل من غيره، وفيه لمحة كراميل ودخان من سهول تهامة.',
    },
    brand,
    status: 'active',
    options: [weights(500, 1000)],
    variants: [
      { sku: 'DT-SMRA-500', options: [0], price: 10900, onHand: 23 },
      { sku: 'DT-SMRA-1K', options: [1], price: 19900, onHand: 0 },
    ],
    image: 'samra-honey',
  },
  {
    slug: 'creamed-honey',
    title: { en: 'Creamed Honey', ar: 'عسل كريمي' },
    description: {
      en: 'White honey whipped until it spreads, plain or with cardamom or saffron. 300 g jar.',
      ar: 'عسل أبيض مخفوق حتى صار كالقشطة، سادة أو بالهيل أو بالزعفران. برطمان 300 جرام.',
    },
    brand,
    status: 'active',
    options: [choice(['Flavor', 'النكهة'], ['Plain', 'سادة'], ['Cardamom', 'هيل'], ['Saffron', 'زعفران'])],
    variants: [
      { sku: 'DT-CRHN-PL', options: [0], price: 4500, onHand: 42 },
      { sku: 'DT-CRHN-CD', options: [1], price: 4900, onHand: 37 },
      { sku: 'DT-CRHN-SF', options: [2], price: 5500, onHand: 20 },
    ],
    image: 'creamed-honey',
  },
  {
    slug: 'honeycomb',
    title: { en: 'Honeycomb in its Wax', ar: 'شهد بشمعه' },
    description: {
      en: 'A whole piece of comb, cut by hand, for breakfast with cream and warm bread. About 400 g.',
      ar: 'قطعة شهد كاملة مقطوعة باليد، لفطور بالقشطة والخبز الحار. نحو 400 جرام.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-COMB-400', options: [], price: 8500, onHand: 0 }],
    image: 'honeycomb',
  },
  {
    slug: 'date-syrup',
    title: { en: 'Date Syrup', ar: 'دبس التمر' },
    description: {
      en: 'Khalas dates, pressed and slowly reduced. For luqaimat, yogurt and tahini. 700 g bottle.',
      ar: 'دبس خلاص معصور ومطبوخ على نار هادئة. مع اللقيمات والزبادي والطحينة. قارورة 700 جرام.',
    },
    brand: 'Dar Al Tamr',
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-DIBS-700', options: [], price: 1900, compareAt: 2400, onHand: 110 }],
    image: 'date-syrup',
  },
]
