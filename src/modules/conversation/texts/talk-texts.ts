import { icu } from './phrases.ts'

/** People, consent, languages, and messages that cannot be read. */
export const talkTexts = {
  handedOver: icu({
    en: 'A colleague has been told and will answer you here as soon as possible. Your cart stays saved.',
    ar: 'أبلغنا أحد زملائنا وسيرد عليك هنا في أقرب وقت، وسلتك محفوظة.',
  }),
  back: icu({ en: 'Welcome back to the shop.', ar: 'أهلاً بعودتك إلى المتجر.' }),
  stopped: icu({
    en: 'No more offers. Order updates will still reach you.',
    ar: 'أوقفنا العروض، وستصلك تحديثات طلباتك فقط.',
  }),
  started: icu({
    en: 'You will hear of our offers again. To end them, write: stop.',
    ar: 'ستصلك عروضنا من جديد. لإيقافها تكفي كلمة: إيقاف.',
  }),
  language: icu({ en: 'We will go on in English.', ar: 'نكمل الآن بالعربية.' }),
  oneLanguage: icu({ en: 'This shop answers in English only.', ar: 'هذا المتجر يرد بالعربية فقط.' }),
  voice: icu({
    en: 'I can’t listen to voice notes yet. Please type it, or a colleague will listen.',
    ar: 'لا أستطيع سماع الرسائل الصوتية بعد. يُرجى كتابة طلبك، أو يستمع إليها زميل لنا.',
  }),
  media: icu({
    en: 'I can’t see pictures and files yet. Please write what you are looking for, or a colleague will have a look.',
    ar: 'لا أستطيع رؤية الصور والملفات بعد. يُرجى كتابة ما تبحث عنه، أو يطّلع عليها زميل لنا.',
  }),
  unclear: icu({
    en: 'I did not get that. Here is what I can do.',
    ar: 'لم أفهم رسالتك. إليك ما أستطيع فعله.',
  }),
  unclearAgain: icu({
    en: 'Sorry, I still do not get it. A colleague can help you here.',
    ar: 'نعتذر، لم أفهم بعد. يمكن لأحد زملائنا مساعدتك هنا.',
  }),
  oldButton: icu({
    en: 'That button is not valid any more. Here is what I can do now.',
    ar: 'لم يعد ذلك الزر صالحاً. إليك ما أستطيع فعله الآن.',
  }),
  paused: icu({
    en: 'The shop takes no orders for the moment. Your earlier orders are safe; please write again later.',
    ar: 'المتجر متوقف عن استقبال الطلبات مؤقتاً. طلباتك السابقة محفوظة، ونسعد برسالتك لاحقاً.',
  }),
}
