import type { SandboxPerson } from '#sandbox/index.ts'

const hour = 60
const threeDays = 72 * hour

/** Whose phones a newcomer can hold: two languages, one without a number to show, one who wrote too long ago. */
export const demoPeople: SandboxPerson[] = [
  { name: 'سارة', phone: '+966500000101', country: 'SA', language: 'ar', bsuid: 'SA.10000000000000000101' },
  { name: 'Omar', phone: '+201000000102', country: 'EG', language: 'en', bsuid: 'EG.10000000000000000102' },
  {
    name: 'Layla',
    phone: null,
    country: 'AE',
    language: 'en',
    username: 'layla.reads',
    bsuid: 'AE.10000000000000000103',
  },
  {
    name: 'حسن',
    phone: '+966500000104',
    country: 'SA',
    language: 'ar',
    bsuid: 'SA.10000000000000000104',
    history: [
      { from: 'shopper', text: 'السلام عليكم، هل توصلون يوم الجمعة؟', minutesAgo: threeDays + 12 },
      { from: 'shop', text: 'وعليكم السلام يا حسن. نعم، نوصل كل يوم من 4 إلى 9 مساءً.', minutesAgo: threeDays + 9 },
      { from: 'shopper', text: 'ممتاز، سأطلب لاحقاً إن شاء الله', minutesAgo: threeDays },
    ],
  },
]
