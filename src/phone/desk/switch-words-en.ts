import type { SwitchId } from './switches.ts'

export type SwitchText = { title: string; teaches: string; watch: string }

export const switchWordsEn: Record<SwitchId, SwitchText> = {
  'lost-answer': {
    title: 'Answer lost after accepting',
    teaches:
      'Meta took the message, but its answer never came back. Sending again would make the shopper read it twice.',
    watch: 'Write to the shop: the message arrives once. On the wire its status settles what happened.',
  },
  'meta-down': {
    title: 'Meta is down for a minute',
    teaches:
      'Every call is answered 500, and nobody can tell what was taken. What must arrive waits and is repeated; a mere menu is not.',
    watch: 'Confirm an order: half a minute after Meta is back the shop’s word arrives, once and in order.',
  },
  'meta-mute': {
    title: 'Meta does not answer',
    teaches: 'Two sends hang until they time out. Nobody knows whether the message was taken.',
    watch: 'The shop does not guess: it waits for a status, and in the end repeats only what must arrive.',
  },
  'rate-limit': {
    title: 'Too many messages from this number',
    teaches: 'Error 130429: the number has reached its messages per second.',
    watch: 'The shop slows down for this number and sends later. Nothing is lost.',
  },
  'pair-limit': {
    title: 'Too many messages to this person',
    teaches: 'Error 131056: one person may only get so many messages in a short time.',
    watch: 'Only this chat waits; other chats go on.',
  },
  'token-expired': {
    title: 'Access token has expired',
    teaches: 'Error 190: no try can succeed until the owner puts in a new token.',
    watch: 'The shop stops sending and tells its owner, and keeps every message. “All well again” resumes it.',
  },
  duplicates: {
    title: 'Webhooks come three times',
    teaches: 'Meta promises at least once, so the same message can arrive again, even at the same instant.',
    watch: 'Send a cart: on the wire it comes three times, in the chat there is one answer and one order.',
  },
  reorder: {
    title: 'Webhooks out of order',
    teaches: '“Read” can arrive before “sent”, and a later message before an earlier one.',
    watch: 'Ticks never go back.',
  },
  'lost-webhook': {
    title: 'A message to the shop is lost',
    teaches: 'What you write next never reaches the shop.',
    watch: 'Nothing happens, until you find it on the wire (marked “lose”) and replay it.',
  },
  'stripe-slow': {
    title: 'Stripe is slow',
    teaches: 'Each of the next five calls to Stripe takes three seconds.',
    watch: 'Open a payment link: it takes its time and still opens one payment, however often you tap.',
  },
  'stripe-lost-answer': {
    title: 'Stripe’s answer is lost',
    teaches: 'The payment page was made, but the answer got lost. A second one could charge twice.',
    watch: 'Open a payment link: the retry carries the same idempotency key, so there is one session.',
  },
  'stripe-webhook-lost': {
    title: 'Stripe’s webhook is lost',
    teaches: 'The shopper has paid and the shop is not told.',
    watch: 'Pay: the page you return to, or a look at Stripe within five minutes, still confirms the order once.',
  },
  'stripe-webhook-late': {
    title: 'Stripe’s webhook is late',
    teaches: 'The news of a payment comes half a minute later, after the shop has found out by itself.',
    watch: 'Pay, and wait: one confirmation, not two.',
  },
}
