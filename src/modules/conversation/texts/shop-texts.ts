import { icu } from './phrases.ts'

/** Finding one's way: greeting, menu, sections, search. */
export const shopTexts = {
  welcome: icu<{ store: string }>({
    en: 'Welcome to {store}! Pick a section to look around, or just type what you are looking for.',
    ar: 'أهلاً بك في {store}! يمكنك اختيار قسم للتصفّح، أو كتابة اسم المنتج المطلوب مباشرة.',
  }),
  welcomeBare: icu<{ store: string }>({
    en: 'Welcome to {store}! Just type what you are looking for.',
    ar: 'أهلاً بك في {store}! يكفي كتابة اسم المنتج المطلوب.',
  }),
  /** Said in the other language, for those who were greeted in the wrong one. */
  otherLanguage: icu({ en: 'بالعربية؟ تكفي كلمة: عربي', ar: 'In English? Just type: English' }),
  menu: icu({
    en: 'What would you like to do? Choose below, or type what you are looking for.',
    ar: 'كيف يمكننا خدمتك؟ الخيارات أدناه، ويمكن أيضاً كتابة اسم المنتج المطلوب.',
  }),
  nothingForSale: icu({
    en: 'There is nothing on the shelves right now. Please look in again soon.',
    ar: 'لا توجد أصناف معروضة حالياً. نسعد بزيارتك مرة أخرى قريباً.',
  }),
  sections: icu({ en: 'Which section shall we show you?', ar: 'هذه أقسام المتجر، فأي قسم نعرض لك؟' }),
  /** Below a heading that names the section. */
  cartInHand: icu({
    en: 'Open the items, put what you like into the cart and send it here.',
    ar: 'يمكنك فتح الأصناف وإضافة ما يعجبك إلى السلة ثم إرسالها هنا.',
  }),
  pickOne: icu<{ title: string }>({
    en: '{title}: what you choose from the list goes into your cart.',
    ar: 'قسم {title}: كل صنف يُختار من القائمة يُضاف إلى سلتك.',
  }),
  sectionGone: icu({
    en: 'That section is empty at the moment. Here is what we have.',
    ar: 'هذا القسم فارغ حالياً. إليك ما لدينا.',
  }),
  searchHint: icu({ en: 'Or type a name to search', ar: 'أو يكفي كتابة اسم المنتج' }),
  found: icu<{ text: string }>({
    en: 'This is what we have for “{text}”.',
    ar: 'وجدنا لك ما يطابق «{text}».',
  }),
  oneItem: icu<{ item: string; amount: string }>({
    en: 'We have {item} for {amount}.',
    ar: 'لدينا {item} بسعر {amount}.',
  }),
  /** A button. */
  addToCart: icu<{ quantity: number }>({
    en: '{quantity, plural, one {Add to cart} other {Add # to cart}}',
    ar: '{quantity, plural, one {إضافة إلى السلة} other {إضافة # إلى السلة}}',
  }),
  foundHeader: icu<{ text: string }>({ en: 'Found: {text}', ar: 'نتائج: {text}' }),
  notFound: icu<{ text: string }>({
    en: 'We found nothing for “{text}”. Try another word, or look around the shop.',
    ar: 'لم نجد شيئاً باسم «{text}». يمكن تجربة كلمة أخرى أو تصفّح المتجر.',
  }),
  notFoundAgain: icu<{ text: string }>({
    en: 'Nothing for “{text}” either, sorry. A colleague can help you here, or look around the shop.',
    ar: 'لم نجد «{text}» أيضاً، نعتذر. يمكن لأحد زملائنا مساعدتك هنا، أو يمكنك تصفّح المتجر.',
  }),
  notForSale: icu<{ item: string }>({
    en: '{item} is sold out at the moment. Shall we show you something else?',
    ar: 'نفدت الكمية من {item} حالياً. هل نعرض لك شيئاً آخر؟',
  }),
  productGone: icu({
    en: 'That item is no longer for sale. Shall we show you something else?',
    ar: 'لم يعد هذا الصنف معروضاً للبيع. هل نعرض لك شيئاً آخر؟',
  }),
}
