import { choice, weights } from '#seeds/content/options.ts'
import type { SeedProduct } from '#seeds/content/types.ts'

const brand = 'Rukn Al Gahwa'

const roast = choice(['Roast', 'درجة التحميص'], ['Blonde', 'شقراء'], ['Medium', 'وسط'], ['Dark', 'غامقة'])
const grind = choice(['Grind', 'الطحن'], ['Whole bean', 'حب'], ['Ground', 'مطحون'])

export const coffee: SeedProduct[] = [
  {
    slug: 'harari-saudi-coffee',
    title: { en: 'Saudi Coffee, Harari Beans', ar: 'قهوة سعودية هررية' },
    description: {
      en: 'Harari beans roasted on the day of your order and ground for the dallah. Blonde as in Najd, or darker as you like it.',
      ar: 'حب هرري نحمصه يوم طلبك ونطحنه على مقاس الدلة. شقراء على طريقة أهل نجد، أو أغمق كما تحب.',
    },
    brand,
    status: 'active',
    options: [roast, weights(250, 500)],
    variants: [
      { sku: 'DT-HARA-BL-250', options: [0, 0], price: 3200, onHand: 60 },
      { sku: 'DT-HARA-BL-500', options: [0, 1], price: 5900, onHand: 45 },
      { sku: 'DT-HARA-MD-250', options: [1, 0], price: 3200, onHand: 52 },
      { sku: 'DT-HARA-MD-500', options: [1, 1], price: 5900, onHand: 31 },
      { sku: 'DT-HARA-DK-250', options: [2, 0], price: 3200, onHand: 24 },
      { sku: 'DT-HARA-DK-500', options: [2, 1], price: 5900, onHand: 0 },
    ],
    image: 'harari-saudi-coffee',
  },
  {
    slug: 'khawlani-coffee',
    title: { en: 'Khawlani Coffee from Jazan', ar: 'بن خولاني من جازان' },
    description: {
      en: 'Grown on the terraces of Ad-Dair and dried on the rooftops. Notes of dried fruit, medium roast, 250 g.',
      ar: 'من مدرجات جبال الداير، مجفف على أسطح البيوت. نكهة فواكه مجففة وتحميص وسط، 250 جرامًا.',
    },
    brand,
    status: 'active',
    options: [grind],
    variants: [
      { sku: 'DT-KHWL-WB', options: [0], price: 7800, onHand: 19 },
      { sku: 'DT-KHWL-GR', options: [1], price: 7800, onHand: 14 },
    ],
    image: 'khawlani-coffee',
  },
  {
    slug: 'majlis-coffee-blend',
    title: { en: 'Majlis Blend with Saffron', ar: 'خلطة المجلس بالزعفران' },
    description: {
      en: 'Blonde coffee, green cardamom, a little clove and real saffron, ready to simmer. Makes about eight dallahs.',
      ar: 'قهوة شقراء وهيل أخضر وقليل من المسمار وزعفران أصلي، جاهزة للغلي. تكفي نحو ثماني دلال.',
    },
    brand,
    status: 'active',
    options: [weights(250, 500)],
    variants: [
      { sku: 'DT-MJLS-250', options: [0], price: 4600, onHand: 75 },
      { sku: 'DT-MJLS-500', options: [1], price: 8500, onHand: 40 },
    ],
    image: 'majlis-coffee-blend',
  },
  {
    slug: 'saudi-coffee-sachets',
    title: { en: 'Quick Saudi Coffee Sachets', ar: 'قهوة سعودية سريعة التحضير' },
    description: {
      en: 'One sachet, one thermos of hot water, and the coffee is ready. For the office and the road.',
      ar: 'ظرف واحد وترمس ماء حار وقهوتك جاهزة. للمكتب والسفر.',
    },
    brand,
    status: 'active',
    options: [choice(['Pack', 'العبوة'], ['10 sachets', '10 أظرف'], ['30 sachets', '30 ظرفًا'])],
    variants: [
      { sku: 'DT-SACH-10', options: [0], price: 2900, onHand: 140 },
      { sku: 'DT-SACH-30', options: [1], price: 7500, compareAt: 8700, onHand: 58 },
    ],
    image: 'saudi-coffee-sachets',
  },
  {
    slug: 'qishr',
    title: { en: 'Qishr, Coffee Husk', ar: 'قشر البن' },
    description: {
      en: 'Dried coffee husk to simmer with ginger: light, fruity, and a warm end to the day. 250 g.',
      ar: 'قشر بن مجفف يُغلى مع الزنجبيل: مشروب خفيف بطعم فاكهي دافئ تختم به يومك. 250 جرامًا.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-QSHR-250', options: [], price: 2200, onHand: 36 }],
    image: 'qishr',
  },
  {
    slug: 'green-cardamom',
    title: { en: 'Jumbo Green Cardamom', ar: 'هيل أخضر جامبو' },
    description: {
      en: 'Large, closed pods, bright green and strong in scent. Open them just before the coffee.',
      ar: 'حبات كبيرة مغلقة، خضراء زاهية فواحة الرائحة. افتحها قبل القهوة بلحظات.',
    },
    brand,
    status: 'active',
    options: [weights(100, 250, 500)],
    variants: [
      { sku: 'DT-CARD-100', options: [0], price: 3500, onHand: 85 },
      { sku: 'DT-CARD-250', options: [1], price: 7900, onHand: 50 },
      { sku: 'DT-CARD-500', options: [2], price: 14900, onHand: 22 },
    ],
    image: 'green-cardamom',
  },
  {
    slug: 'ground-cardamom',
    title: { en: 'Ground Cardamom', ar: 'هيل مطحون' },
    description: {
      en: 'Ground in small lots each week, so it reaches you with its scent. For coffee, karak and rice.',
      ar: 'نطحنه كل أسبوع بكميات صغيرة ليصلك بكامل رائحته. للقهوة والكرك والأرز.',
    },
    brand,
    status: 'active',
    options: [weights(100, 250)],
    variants: [
      { sku: 'DT-CRDG-100', options: [0], price: 3700, onHand: 62 },
      { sku: 'DT-CRDG-250', options: [1], price: 8300, onHand: 0 },
    ],
    image: 'ground-cardamom',
  },
]
