import { RecentMap } from '#sandbox/ring.ts'
import type { Fields } from './checks.ts'

/** A person with a phone. Businesses see the number only when it isn't hidden. */
export type Shopper = {
  id: string
  name: string
  username: string | undefined
  country: string
  /** Digits without `+`; null for a person nobody can reach by number. */
  waId: string | null
  hidePhone: boolean
  bsuid: string
  /** False: the shopper switched blue ticks off and no `read` status ever comes. */
  readReceipts: boolean
  /** What a person watching should write in; the sandbox itself makes nothing of it. */
  language: 'ar' | 'en' | null
  /** Numbers this person has blocked in the app. */
  blocked: Set<string>
}

export type StatusLine = { status: string; at: string; errors?: unknown }

export type ChatMessage = {
  n: number
  at: string
  /** As the shop sees it: `in` from the shopper, `out` from the shop. */
  direction: 'in' | 'out'
  wamid: string
  type: string
  body: Fields
  statuses: StatusLine[]
  template?: Template
  /** The text the shopper put in its place. */
  edited?: string
  /** The shopper deleted it for everyone. */
  deleted?: true
  /** Emoji by who reacted, the shop or the shopper; one each. */
  reactions?: Map<'shop' | 'shopper', string>
}

/** One conversation of one shopper with one business number. */
export type Chat = {
  phoneNumberId: string
  shopper: Shopper
  messages: ChatMessage[]
  lastN: number
  lastInboundMs: number
  referralMs: number
  freeEntryUntilMs: number
  /** When the pair limit would be paid off: one message costs 6 s. */
  pairDebtUntilMs: number
  /** The shopper stopped this business's marketing in the app. */
  marketingStopped: boolean
  /** How long the shop's typing dots stay, unless a message ends them. */
  typingUntilMs: number
  waiters: Set<() => void>
}

export type Template = {
  id: string
  wabaId: string
  name: string
  language: string
  category: string
  status: string
  parameterFormat: 'POSITIONAL' | 'NAMED'
  components: Fields[]
  rejectedReason: string
  edits: number[]
}

export type CatalogItem = {
  id: string
  retailerId: string
  data: Fields
  reviewStatus: string
  visibility: string
  errors: { type: string; title: string; description: string }[]
  rejectionReasons: string[]
  imageFetchStatus: string
}

export type BatchError = { line: number; id: string; message: string }

export type Batch = {
  handle: string
  status: string
  errors: BatchError[]
  invalidIds: string[]
}

/** Items of a catalog under a name; WhatsApp shows it as a collection. */
export type ProductSet = { id: string; name: string; filter: string; matches: (item: CatalogItem) => boolean }

export type Catalog = {
  id: string
  items: Map<string, CatalogItem>
  sets: Map<string, ProductSet>
  batches: RecentMap<string, Batch>
  batchTimes: number[]
}

export type Media = {
  id: string
  phoneNumberId: string
  bytes: Buffer
  mimeType: string
  sha256: string
  filename: string | undefined
  expiresMs: number
}

export type SentRecord = {
  id: string
  wamid: string
  chat: Chat | undefined
  message: ChatMessage
  recipient: Recipient
  phoneNumberId: string
}

/** Who a message goes to, as the status webhooks will name them. */
export type Recipient = { waId: string | null; userId: string | null }

export type NumberState = {
  tokens: number
  refilledMs: number
  month: string
  serviceMessages: number
  profile: Fields
  cartEnabled: boolean
  catalogVisible: boolean
  history: RecentMap<string, SentRecord>
}

export type WabaState = {
  subscribed: boolean
  linkedCatalogs: Set<string>
  templates: Map<string, Template>
  byName: Map<string, Template>
  /** Deleted approved names and until when they cannot be used again. */
  blockedNames: Map<string, number>
}

/** All the fake Meta remembers. */
export type MetaState = {
  shoppers: Map<string, Shopper>
  shopperByWaId: Map<string, Shopper>
  shopperByBsuid: Map<string, Shopper>
  chats: Map<string, Chat>
  messages: RecentMap<string, { chat: Chat; message: ChatMessage }>
  numbers: Map<string, NumberState>
  wabas: Map<string, WabaState>
  catalogs: Map<string, Catalog>
  templates: Map<string, Template>
  media: RecentMap<string, Media>
}

export function emptyMeta(): MetaState {
  return {
    shoppers: new Map(),
    shopperByWaId: new Map(),
    shopperByBsuid: new Map(),
    chats: new Map(),
    messages: new RecentMap(200_000),
    numbers: new Map(),
    wabas: new Map(),
    catalogs: new Map(),
    templates: new Map(),
    media: new RecentMap(500),
  }
}
