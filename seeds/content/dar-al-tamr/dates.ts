import { choice, weights } from '#seeds/content/options.ts'
import type { SeedProduct } from '#seeds/content/types.ts'

const brand = 'Dar Al Tamr'

export const dates: SeedProduct[] = [
  {
    slug: 'ajwa-dates',
    title: { en: 'Ajwa Dates from Madinah', ar: 'تمر عجوة المدينة' },
    description: {
      en: 'Dark, soft and gently sweet, with the fine pale lines Ajwa is known for. From the groves of Al-Aliyah, this year’s harvest.',
      ar: 'عجوة داكنة طرية معتدلة الحلاوة، بخطوطها الدقيقة المعروفة. من مزارع العالية في المدينة المنورة، محصول هذا العام.',
    },
    brand,
    status: 'active',
    options: [weights(500, 1000, 3000)],
    variants: [
      { sku: 'DT-AJWA-500', options: [0], price: 5500, onHand: 64 },
      { sku: 'DT-AJWA-1K', options: [1], price: 9900, onHand: 48 },
      { sku: 'DT-AJWA-3K', options: [2], price: 27900, onHand: 12 },
    ],
    image: 'ajwa-dates',
  },
  {
    slug: 'sukkari-dates',
    title: { en: 'Sukkari Mufattal Dates', ar: 'تمر سكري مفتل' },
    description: {
      en: 'Golden dates from Qassim: a light crunch outside, caramel inside. The one we pour coffee for.',
      ar: 'سكري القصيم الذهبي، قشرته مقرمشة وقلبه كراميل يذوب. رفيق القهوة الأول في مجالسنا.',
    },
    brand,
    status: 'active',
    options: [weights(1000, 3000)],
    variants: [
      { sku: 'DT-SUKK-1K', options: [0], price: 3900, onHand: 120 },
      { sku: 'DT-SUKK-3K', options: [1], price: 10500, onHand: 55 },
    ],
    image: 'sukkari-dates',
  },
  {
    slug: 'khalas-dates',
    title: { en: 'Khalas Dates from Al-Ahsa', ar: 'تمر خلاص الأحساء' },
    description: {
      en: 'Amber, tender and buttery, from the Al-Ahsa oasis. Choose loose dates, or pressed the old way so the syrup stays in.',
      ar: 'تمر كهرماني طري بنكهة زبدية من واحة الأحساء. اختره مفردًا، أو مكنوزًا على الطريقة القديمة فيبقى دبسه فيه.',
    },
    brand,
    status: 'active',
    options: [choice(['Packing', 'التعبئة'], ['Loose', 'مفرد'], ['Pressed', 'مكنوز']), weights(1000, 3000)],
    variants: [
      { sku: 'DT-KHLS-L-1K', options: [0, 0], price: 3500, onHand: 80 },
      { sku: 'DT-KHLS-L-3K', options: [0, 1], price: 9600, onHand: 30 },
      { sku: 'DT-KHLS-P-1K', options: [1, 0], price: 3200, onHand: 44 },
      { sku: 'DT-KHLS-P-3K', options: [1, 1], price: 8700, onHand: 0 },
    ],
    image: 'khalas-dates',
  },
  {
    slug: 'medjool-dates',
    title: { en: 'Medjool Dates', ar: 'تمر مجدول' },
    description: {
      en: 'Big, soft and meaty, sorted by hand. Jumbo dates weigh 24 g or more each.',
      ar: 'حبات كبيرة طرية وفيرة اللحم، مفروزة باليد. حبة الجامبو تزن 24 جرامًا فأكثر.',
    },
    brand,
    status: 'active',
    options: [choice(['Size', 'الحجم'], ['Large', 'كبير'], ['Jumbo', 'جامبو']), weights(500, 1000)],
    variants: [
      { sku: 'DT-MEDJ-L-500', options: [0, 0], price: 3600, onHand: 70 },
      { sku: 'DT-MEDJ-L-1K', options: [0, 1], price: 6500, onHand: 52 },
      { sku: 'DT-MEDJ-J-500', options: [1, 0], price: 4800, onHand: 33 },
      { sku: 'DT-MEDJ-J-1K', options: [1, 1], price: 8900, onHand: 21 },
    ],
    image: 'medjool-dates',
  },
  {
    slug: 'mabroom-dates',
    title: { en: 'Mabroom Dates from Madinah', ar: 'تمر مبروم المدينة' },
    description: {
      en: 'Long, slender and pleasantly chewy, with a clean toffee taste.',
      ar: 'حبات طويلة رشيقة متماسكة القوام، طعمها قريب من التوفي.',
    },
    brand,
    status: 'active',
    options: [weights(500, 1000)],
    variants: [
      { sku: 'DT-MABR-500', options: [0], price: 3200, compareAt: 4000, onHand: 38 },
      { sku: 'DT-MABR-1K', options: [1], price: 5900, compareAt: 7500, onHand: 26 },
    ],
    image: 'mabroom-dates',
  },
  {
    slug: 'saqai-dates',
    title: { en: 'Saqai Dates', ar: 'تمر صقعي' },
    description: {
      en: 'Two colors in every date: a crisp golden top and a soft brown tip. For those who like dates dry, not sticky.',
      ar: 'لونان في كل حبة: رأس ذهبي مقرمش وطرف بني طري. لمن يفضل التمر الجاف الذي لا يلتصق بالأصابع.',
    },
    brand,
    status: 'active',
    options: [weights(1000, 3000)],
    variants: [
      { sku: 'DT-SAQA-1K', options: [0], price: 3400, onHand: 47 },
      { sku: 'DT-SAQA-3K', options: [1], price: 9300, onHand: 15 },
    ],
    image: 'saqai-dates',
  },
  {
    slug: 'anbara-dates',
    title: { en: 'Anbara Dates, Grand Size', ar: 'تمر عنبرة فاخر' },
    description: {
      en: 'The largest date of Madinah: much flesh, a small stone, and one is enough for a cup of coffee.',
      ar: 'أكبر تمور المدينة حجمًا، وفيرة اللحم صغيرة النواة، وحبة واحدة تكفي فنجان قهوة.',
    },
    brand,
    status: 'active',
    options: [weights(500, 1000)],
    variants: [
      { sku: 'DT-ANBR-500', options: [0], price: 6900, onHand: 18 },
      { sku: 'DT-ANBR-1K', options: [1], price: 12900, onHand: 9 },
    ],
    image: 'anbara-dates',
  },
  {
    slug: 'sukkari-rutab',
    title: { en: 'Frozen Sukkari Rutab', ar: 'رطب سكري مجمد' },
    description: {
      en: 'Picked half-ripe in August and frozen the same day. Take it out ten minutes before serving and eat it cold. 900 g tub.',
      ar: 'رطب قُطف في أغسطس وجُمد في يومه. أخرجه قبل التقديم بعشر دقائق وكُله باردًا. العلبة 900 جرام.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-RUTB-900', options: [], price: 4500, onHand: 0 }],
    image: 'sukkari-rutab',
  },
  {
    slug: 'date-paste',
    title: { en: 'Date Paste for Baking', ar: 'عجينة تمر للمعمول' },
    description: {
      en: 'Khalas dates, stoned and ground smooth, nothing added. Ready for maamoul and klaicha.',
      ar: 'تمر خلاص منزوع النوى ومعجون بنعومة دون أي إضافات. جاهزة للمعمول والكليجا.',
    },
    brand,
    status: 'active',
    options: [weights(500, 1000)],
    variants: [
      { sku: 'DT-PAST-500', options: [0], price: 1400, onHand: 90 },
      { sku: 'DT-PAST-1K', options: [1], price: 2500, onHand: 66 },
    ],
    image: 'date-paste',
  },
  {
    slug: 'sukkari-event-carton',
    title: { en: 'Sukkari Carton for Events, 10 kg', ar: 'كرتون سكري للمناسبات 10 كيلو' },
    description: {
      en: 'For weddings and large gatherings, on request. Needs two days’ notice.',
      ar: 'للأعراس والولائم الكبيرة، حسب الطلب. نحتاج إلى يومين للتجهيز.',
    },
    brand,
    status: 'active',
    hidden: true,
    options: [],
    variants: [{ sku: 'DT-SUKK-10K', options: [], price: 32000, onHand: 20 }],
    image: 'sukkari-event-carton',
  },
  {
    slug: 'barhi-on-the-branch',
    title: { en: 'Fresh Barhi on the Branch', ar: 'برحي بالشماريخ' },
    description: {
      en: 'Yellow, crisp Barhi sold on its strands, in season from July to September only.',
      ar: 'برحي أصفر مقرمش بشماريخه، في موسمه من يوليو إلى سبتمبر فقط.',
    },
    brand,
    status: 'archived',
    options: [],
    variants: [{ sku: 'DT-BARH-3K', options: [], price: 4200, onHand: 0 }],
    image: 'barhi-on-the-branch',
  },
]
