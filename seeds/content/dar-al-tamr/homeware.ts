import { choice, pieces } from '#seeds/content/options.ts'
import type { SeedProduct } from '#seeds/content/types.ts'

const brand = 'Bayt Al Dallah'

const metal = choice(['Color', 'اللون'], ['Gold', 'ذهبي'], ['Silver', 'فضي'], ['Copper', 'نحاسي'])

export const homeware: SeedProduct[] = [
  {
    slug: 'brass-dallah',
    title: { en: 'Hand-Hammered Dallah, 700 ml', ar: 'دلة مطروقة يدويًا 700 مل' },
    description: {
      en: 'Beaten brass with a long curved spout, lined with tin and ready for the fire.',
      ar: 'نحاس مطروق بمصب طويل معقوف، مبطنة بالقصدير وجاهزة للنار.',
    },
    brand,
    status: 'active',
    options: [metal],
    variants: [
      { sku: 'DT-DALL-GD', options: [0], price: 28500, onHand: 10 },
      { sku: 'DT-DALL-SV', options: [1], price: 28500, onHand: 8 },
      { sku: 'DT-DALL-CP', options: [2], price: 26500, onHand: 0 },
    ],
    image: 'brass-dallah',
  },
  {
    slug: 'thermos-dallah',
    title: { en: 'Thermos Dallah, 1 Liter', ar: 'ترمس دلة لتر واحد' },
    description: {
      en: 'Glass-lined, keeps coffee hot from Asr to Isha. Wooden handle, easy pour.',
      ar: 'مبطن بالزجاج، يحفظ القهوة حارة من العصر إلى العشاء. بمقبض خشبي وصب سهل.',
    },
    brand,
    status: 'active',
    options: [
      choice(['Color', 'اللون'], ['Cream', 'كريمي'], ['Olive', 'زيتي'], ['Maroon', 'عنابي'], ['Black', 'أسود']),
    ],
    variants: [
      { sku: 'DT-THRM-CR', options: [0], price: 14900, onHand: 22 },
      { sku: 'DT-THRM-OL', options: [1], price: 14900, onHand: 17 },
      { sku: 'DT-THRM-MR', options: [2], price: 14900, onHand: 9 },
      { sku: 'DT-THRM-BK', options: [3], price: 14900, onHand: 0 },
    ],
    image: 'thermos-dallah',
  },
  {
    slug: 'finjan-set',
    title: { en: 'Porcelain Finjan Set', ar: 'طقم فناجيل بورسلان' },
    description: {
      en: 'Thin porcelain cups with a gilded rim and a band of Najdi triangles.',
      ar: 'فناجيل رقيقة بحافة مذهبة وشريط مثلثات نجدية.',
    },
    brand,
    status: 'active',
    options: [choice(['Color', 'اللون'], ['White', 'أبيض'], ['Blue', 'أزرق']), pieces(6, 12)],
    variants: [
      { sku: 'DT-FNJN-W-6', options: [0, 0], price: 5900, compareAt: 7200, onHand: 40 },
      { sku: 'DT-FNJN-W-12', options: [0, 1], price: 10900, compareAt: 13500, onHand: 24 },
      { sku: 'DT-FNJN-B-6', options: [1, 0], price: 6500, onHand: 18 },
      { sku: 'DT-FNJN-B-12', options: [1, 1], price: 11900, onHand: 11 },
    ],
    image: 'finjan-set',
  },
  {
    slug: 'tea-glass-set',
    title: { en: 'Tea Glasses, Set of Six', ar: 'طقم بيالات شاي 6 حبات' },
    description: {
      en: 'Waisted glasses with gilded lines, made for red tea. Saucers included.',
      ar: 'بيالات مخصرة بخطوط مذهبة، خُلقت للشاي الأحمر. مع صحونها.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-BYAL-6', options: [], price: 4900, onHand: 37 }],
    image: 'tea-glass-set',
  },
  {
    slug: 'wooden-mabkhara',
    title: { en: 'Carved Wooden Mabkhara', ar: 'مبخرة خشب منقوشة' },
    description: {
      en: 'Tamarisk wood studded with brass, with a removable burning plate. Made in Hail.',
      ar: 'من خشب الأثل المرصع بالنحاس، بصحن حرق قابل للفك. صناعة حائل.',
    },
    brand,
    status: 'active',
    options: [choice(['Size', 'الحجم'], ['Small', 'صغير'], ['Large', 'كبير'])],
    variants: [
      { sku: 'DT-MBKW-S', options: [0], price: 8900, onHand: 26 },
      { sku: 'DT-MBKW-L', options: [1], price: 14500, onHand: 12 },
    ],
    image: 'wooden-mabkhara',
  },
  {
    slug: 'electric-mabkhara',
    title: { en: 'Electric Mabkhara', ar: 'مبخرة كهربائية' },
    description: {
      en: 'Warms bakhoor without charcoal, charges by USB-C and fits a car cup holder.',
      ar: 'تسخن البخور بلا فحم، وتُشحن بشاحن الجوال، ومقاسها يناسب حامل الأكواب في السيارة.',
    },
    brand,
    status: 'active',
    options: [choice(['Color', 'اللون'], ['White', 'أبيض'], ['Black', 'أسود'], ['Rose', 'وردي'])],
    variants: [
      { sku: 'DT-MBKE-WH', options: [0], price: 11900, onHand: 30 },
      { sku: 'DT-MBKE-BK', options: [1], price: 11900, onHand: 25 },
      { sku: 'DT-MBKE-RS', options: [2], price: 11900, onHand: 7 },
    ],
    image: 'electric-mabkhara',
  },
  {
    slug: 'brass-nijr',
    title: { en: 'Brass Nijr (Mortar & Pestle)', ar: 'نجر نحاسي' },
    description: {
      en: 'Cast brass that rings when cardamom is pounded, so the neighbors know coffee is on.',
      ar: 'نحاس مصبوب يرن مع دق الهيل، فيعرف الجيران أن القهوة على النار.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-NIJR-1', options: [], price: 19500, onHand: 13 }],
    image: 'brass-nijr',
  },
  {
    slug: 'coffee-mihmas',
    title: { en: 'Mihmas, Coffee Roasting Pan', ar: 'محماس قهوة' },
    description: {
      en: 'Iron pan with a long handle and its stirring rod, for roasting at home or in the desert.',
      ar: 'محماس حديد بيد طويلة ومعه يده للتقليب، لتحميص البن في البيت أو في البر.',
    },
    brand,
    status: 'active',
    options: [],
    variants: [{ sku: 'DT-MHMS-1', options: [], price: 9500, onHand: 0 }],
    image: 'coffee-mihmas',
  },
  {
    slug: 'date-bowl',
    title: { en: 'Lidded Date Bowl', ar: 'تمرية بغطاء' },
    description: {
      en: 'Glazed stoneware with a palm-frond knob, keeps half a kilo of dates soft.',
      ar: 'من الفخار المزجج بمقبض على هيئة سعفة، تحفظ نصف كيلو من التمر طريًا.',
    },
    brand,
    status: 'active',
    options: [choice(['Color', 'اللون'], ['Sand', 'رملي'], ['Teal', 'فيروزي'])],
    variants: [
      { sku: 'DT-BOWL-SN', options: [0], price: 7500, onHand: 20 },
      { sku: 'DT-BOWL-TL', options: [1], price: 7500, onHand: 15 },
    ],
    image: 'date-bowl',
  },
]
