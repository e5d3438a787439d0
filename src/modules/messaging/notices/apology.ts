import { defineNotice } from './definition.ts'

/** Said once when a message of the shopper could not be handled; inside the window, for the shopper has just written. */
export const apology = defineNotice({
  name: 'apology',
  template: false,
  wording: {
    en: {
      body: `Sorry, something went wrong on our side with your last message. Please send it once more. Your cart and your orders are safe.`,
      examples: {},
    },
    ar: {
      body: `نعتذر، حدث خطأ لدينا مع رسالتك الأخيرة. يُرجى إرسالها مرة أخرى، فسلتك وطلباتك محفوظة.`,
      examples: {},
    },
  },
  phrases: () => ({}),
  buttons: () => [],
})
