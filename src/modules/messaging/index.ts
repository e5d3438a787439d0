export { type Addressing, type BodyVerdict, toWhatsAppBody, type WhatsAppBody } from './channels/whatsapp/body.ts'
export { StoreFinder } from './channels/whatsapp/inbound/store-finder.ts'
export { type WhatsAppWebhookDeps, whatsAppWebhook } from './channels/whatsapp/inbound/webhook.routes.ts'
export { limits as whatsAppLimits } from './channels/whatsapp/parts.ts'
export type {
  Certainty,
  Content,
  Draft,
  InteractiveContent,
  ListRow,
  ListSection,
  PlainContent,
  ProductSection,
  ReplyButton,
  SimpleContent,
} from './content.ts'
export { messagingRoutes } from './messaging.routes.ts'
export { MessageView, viewMessage } from './messaging.schemas.ts'
export type { NoticeAction } from './notices/definition.ts'
export { orderConfirmation } from './notices/drafts.ts'
export type { NoticeContent, NoticeFacts, NoticeName, ParcelFacts } from './notices/facts.ts'
export { templatedNotices, templateName } from './notices/registry.ts'
export { queueMessages } from './queue-messages.ts'
export { readMessages } from './read-messages.ts'
export type { Secrets } from './sender/prepare-batch.ts'
export type { Sender, SenderOptions } from './sender/sender.ts'
export { windowClosesAt, windowIsOpen } from './sender/window.rules.ts'
export { statusDrain } from './statuses/status-drain.ts'
export { templateNotices } from './templates/template-notices.ts'
export { messagingChores, messagingListeners, senderDrain } from './workers.ts'
