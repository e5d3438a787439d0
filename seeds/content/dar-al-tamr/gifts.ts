import { choice, pieces } from '#seeds/content/options.ts'
import type { SeedProduct } from '#seeds/content/types.ts'

const brand = 'Dar Al Tamr'

export const gifts: SeedProduct[] = [
  {
    slug: 'majlis-box',
    title: { en: 'The Majlis Box', ar: 'صندوق المجلس' },
    description: {
      en: 'Ajwa, Sukkari, Majlis Blend coffee and six finjans in a ribboned box. A host’s first gift.',
      ar: 'عجوة وسكري وقهوة خلطة المجلس وستة فناجيل في صندوق بشريط. أجمل ما تدخل به على مضيفك.',
    },
    brand,
    status: 'active',
    options: [choice(['Ribbon', 'الشريط'], ['Maroon', 'عنابي'], ['Green', 'أخضر'])],
    variants: [
      { sku: 'DT-GMJL-MR', options: [0], price: 24500, onHand: 18 },
      { sku: 'DT-GMJL-GR', options: [1], price: 24500, onHand: 14 },
    ],
    image: 'majlis-box',
  },
  {
    slug: 'stuffed-dates-box',
    title: { en: 'Stuffed Dates Box', ar: 'علبة تمور محشوة' },
    description: {
      en: 'Sukkari dates filled with almond, pistachio and candied orange, packed the morning they ship.',
      ar: 'سكري محشو باللوز والفستق وقشر البرتقال المسكر، نعبئه صباح يوم الشحن.',
    },
    brand,
    status: 'active',
    options: [pieces(16, 24, 48)],
    variants: [
      { sku: 'DT-GSTF-16', options: [0], price: 6900, onHand: 34 },
      { sku: 'DT-GSTF-24', options: [1], price: 9900, onHand: 28 },
      { sku: 'DT-GSTF-48', options: [2], price: 18500, onHand: 10 },
    ],
    image: 'stuffed-dates-box',
  },
  {
    slug: 'chocolate-dates',
    title: { en: 'Chocolate-Covered Dates', ar: 'تمر بالشوكولاتة' },
    description: {
      en: 'Almond-filled dates dipped in Belgian chocolate. Box of 20 pieces.',
      ar: 'تمر محشو باللوز ومغطى بشوكولاتة بلجيكية. علبة 20 قطعة.',
    },
    brand,
    status: 'active',
    options: [choice(['Chocolate', 'الشوكولاتة'], ['Milk', 'بالحليب'], ['Dark', 'داكنة'], ['White', 'بيضاء'])],
    variants: [
      { sku: 'DT-GCHO-MK', options: [0], price: 5500, compareAt: 6500, onHand: 45 },
      { sku: 'DT-GCHO-DK', options: [1], price: 5500, compareAt: 6500, onHand: 39 },
      { sku: 'DT-GCHO-WH', options: [2], price: 5500, compareAt: 6500, onHand: 0 },
    ],
    image: 'chocolate-dates',
  },
  {
    slug: 'maamoul-box',
    title: { en: 'Date Maamoul Box', ar: 'علبة معمول بالتمر' },
    description: {
      en: 'Shortbread pressed in carved molds, with Khalas paste and a breath of cardamom.',
      ar: 'معمول منقوش بقوالب الخشب، محشو بعجينة الخلاص مع نفحة هيل.',
    },
    brand,
    status: 'active',
    options: [pieces(12, 24)],
    variants: [
      { sku: 'DT-GMAM-12', options: [0], price: 4200, onHand: 51 },
      { sku: 'DT-GMAM-24', options: [1], price: 7900, onHand: 22 },
    ],
    image: 'maamoul-box',
  },
  {
    slug: 'oud-gift-set',
    title: { en: 'Oud Gift Set', ar: 'طقم هدية العود' },
    description: {
      en: 'Cambodian chips, white musk oil and a small mabkhara, wrapped and ready to hand over.',
      ar: 'كسر عود كمبودي ودهن مسك أبيض ومبخرة صغيرة، مغلفة وجاهزة للإهداء.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-GOUD-1', options: [], price: 29500, onHand: 9 }],
    image: 'oud-gift-set',
  },
  {
    slug: 'coffee-chest',
    title: { en: 'Saudi Coffee Chest', ar: 'صندوق القهوة السعودية' },
    description: {
      en: 'A wooden chest with Harari coffee, cardamom, cloves and saffron, each in its own jar.',
      ar: 'صندوق خشبي فيه قهوة هررية وهيل ومسمار وزعفران، كل منها في برطمانه.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-GCOF-1', options: [], price: 21500, onHand: 0 }],
    image: 'coffee-chest',
  },
  {
    slug: 'gift-bag',
    title: { en: 'Gift Bag with Card', ar: 'كيس هدية مع بطاقة' },
    description: {
      en: 'We write your words on the card by hand. Added to an order on request.',
      ar: 'نكتب كلماتك على البطاقة بخط اليد. يضاف إلى الطلب عند الرغبة.',
    },
    brand,
    status: 'active',
    hidden: true,
    options: [],
    variants: [{ sku: 'DT-GBAG-1', options: [], price: 900, onHand: 200 }],
    image: 'gift-bag',
  },
  {
    slug: 'founding-day-box',
    title: { en: 'Founding Day Box', ar: 'صندوق يوم التأسيس' },
    description: {
      en: 'In preparation for 22 February: klaicha, Najdi dates and a clay coffee cup.',
      ar: 'قيد التجهيز ليوم 22 فبراير: كليجا وتمور نجدية وفنجان فخار.',
    },
    brand,
    status: 'draft',
    options: [],
    variants: [{ sku: 'DT-GFND-1', options: [], price: 18900, onHand: 0 }],
    image: 'founding-day-box',
  },
]
