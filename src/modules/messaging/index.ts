export type {
  Certainty,
  Content,
  Draft,
  ListRow,
  ListSection,
  PlainContent,
  ProductSection,
  ReplyButton,
  SimpleContent,
} from './content.ts'
export type { NoticeContent, NoticeFacts, NoticeName, ParcelFacts } from './notices/facts.ts'
export { queueMessages } from './queue-messages.ts'
