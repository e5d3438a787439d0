import { choice, weights } from '#seeds/content/options.ts'
import type { SeedProduct } from '#seeds/content/types.ts'

const brand = 'Suq Al Baharat'

const flavor = choice(['Flavor', 'النكهة'], ['Salted', 'مملح'], ['Smoked', 'مدخن'], ['Unsalted', 'بدون ملح'])

export const nuts: SeedProduct[] = [
  {
    slug: 'roasted-cashews',
    title: { en: 'Roasted Cashews', ar: 'كاجو محمص' },
    description: {
      en: 'Large cashews roasted each morning in small lots.',
      ar: 'كاجو كبير الحبة نحمصه كل صباح بكميات صغيرة.',
    },
    brand,
    status: 'active',
    options: [flavor, weights(250, 500)],
    variants: [
      { sku: 'DT-CASH-SL-250', options: [0, 0], price: 2600, onHand: 70 },
      { sku: 'DT-CASH-SL-500', options: [0, 1], price: 4900, onHand: 42 },
      { sku: 'DT-CASH-SM-250', options: [1, 0], price: 2800, onHand: 35 },
      { sku: 'DT-CASH-SM-500', options: [1, 1], price: 5300, onHand: 18 },
      { sku: 'DT-CASH-UN-250', options: [2, 0], price: 2600, onHand: 29 },
      { sku: 'DT-CASH-UN-500', options: [2, 1], price: 4900, onHand: 0 },
    ],
    image: 'roasted-cashews',
  },
  {
    slug: 'aleppo-pistachios',
    title: { en: 'Aleppo Pistachios', ar: 'فستق حلبي' },
    description: {
      en: 'Opened in the shell, roasted with lemon and a little salt.',
      ar: 'فستق مفتوح بقشره، محمص بالليمون وقليل من الملح.',
    },
    brand,
    status: 'active',
    options: [weights(250, 500, 1000)],
    variants: [
      { sku: 'DT-PIST-250', options: [0], price: 2900, onHand: 68 },
      { sku: 'DT-PIST-500', options: [1], price: 5500, onHand: 39 },
      { sku: 'DT-PIST-1K', options: [2], price: 10500, onHand: 14 },
    ],
    image: 'aleppo-pistachios',
  },
  {
    slug: 'diwaniya-nut-mix',
    title: { en: 'Diwaniya Nut Mix', ar: 'مكسرات الديوانية المشكلة' },
    description: {
      en: 'Cashews, almonds, pistachios and hazelnuts in equal parts. No peanuts, no filler.',
      ar: 'كاجو ولوز وفستق وبندق بالتساوي. لا فول سوداني ولا حشو.',
    },
    brand,
    status: 'active',
    options: [weights(500, 1000)],
    variants: [
      { sku: 'DT-MIXN-500', options: [0], price: 4700, onHand: 57 },
      { sku: 'DT-MIXN-1K', options: [1], price: 7900, compareAt: 8900, onHand: 25 },
    ],
    image: 'diwaniya-nut-mix',
  },
  {
    slug: 'super-negin-saffron',
    title: { en: 'Super Negin Saffron', ar: 'زعفران سوبر نقين' },
    description: {
      en: 'Whole, unbroken red threads. Steep a pinch in rose water before it meets the coffee or the rice.',
      ar: 'خيوط حمراء كاملة غير مكسرة. انقع رشة منها في ماء الورد قبل القهوة أو الأرز.',
    },
    brand,
    status: 'active',
    options: [weights(1, 3, 5)],
    variants: [
      { sku: 'DT-SAFF-1', options: [0], price: 1900, onHand: 100 },
      { sku: 'DT-SAFF-3', options: [1], price: 5200, onHand: 46 },
      { sku: 'DT-SAFF-5', options: [2], price: 7900, compareAt: 8900, onHand: 24 },
    ],
    image: 'super-negin-saffron',
  },
  {
    slug: 'kabsa-spices',
    title: { en: 'Kabsa Spices', ar: 'بهارات كبسة' },
    description: {
      en: 'Our own mix of twelve spices, ground fresh, with the bay leaf and the lime set aside for you. 200 g.',
      ar: 'خلطتنا من اثني عشر نوعًا مطحونة طازجة، ومعها ورق الغار واللومي صحيحين. 200 جرام.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-KABS-200', options: [], price: 1800, onHand: 95 }],
    image: 'kabsa-spices',
  },
  {
    slug: 'black-lime',
    title: { en: 'Omani Black Lime', ar: 'لومي عماني' },
    description: {
      en: 'Sun-dried limes, whole or crushed. They bring the sour note to kabsa and margoog. 200 g.',
      ar: 'ليمون مجفف في الشمس، صحيح أو مكسر. منه حموضة الكبسة والمرقوق. 200 جرام.',
    },
    brand,
    status: 'active',
    options: [choice(['Cut', 'الشكل'], ['Whole', 'صحيح'], ['Crushed', 'مكسر'])],
    variants: [
      { sku: 'DT-LOOM-WH', options: [0], price: 1500, onHand: 72 },
      { sku: 'DT-LOOM-CR', options: [1], price: 1600, onHand: 33 },
    ],
    image: 'black-lime',
  },
  {
    slug: 'ceylon-cinnamon',
    title: { en: 'Ceylon Cinnamon Sticks', ar: 'قرفة سيلانية أعواد' },
    description: {
      en: 'Thin, brittle quills with a sweet scent. For tea, rice and Saudi coffee as they drink it in the south. 150 g.',
      ar: 'لفائف رقيقة هشة حلوة الرائحة. للشاي والأرز وقهوة أهل الجنوب. 150 جرامًا.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-CINN-150', options: [], price: 2100, onHand: 41 }],
    image: 'ceylon-cinnamon',
  },
]
