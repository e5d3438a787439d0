export type Language = 'en' | 'ar'

/** JSON of somebody else's making: every field is unknown until looked at. */
export type Fields = Record<string, unknown>

/** A shop's WhatsApp number, as the phone sees the business behind it. */
export type ShopNumber = {
  phoneNumberId: string
  displayPhoneNumber: string
  verifiedName: string
  currency: string
  wabaId: string
  catalogId: string
  catalogVisible: boolean
  cartEnabled: boolean
  about?: string
}

export type Shopper = {
  id: string
  name: string
  /** Digits as shops see them; null when they are hidden or there are none. */
  waId: string | null
  bsuid: string
  username: string | null
  country: string
  language: Language | null
  /** Numbers (`phoneNumberId`) this person has blocked. */
  blocked: string[]
}

export type StatusLine = { status: string; at: string; errors?: unknown }
export type Tap = { id: string; title: string }
export type Link = { title: string; url: string }
export type Reaction = { from: 'shop' | 'shopper'; emoji: string }
export type Quoted = { wamid: string; text: string; direction: 'in' | 'out' }
/** `type` is Meta's: QUICK_REPLY, URL, PHONE_NUMBER, CATALOG, MPM, SPM, COPY_CODE. */
export type TemplateButton = { type: string; title: string; url?: string; phone?: string; id?: string }
export type ShownTemplate = {
  header: string
  headerType: string
  body: string
  footer: string
  buttons: TemplateButton[]
}
/** A product as a message names it; `price` is ready to be read, as Meta shows it. */
export type MessageProduct = { retailerId: string; title: string; price: string; imageUrl: string }
export type Media = { url: string; mimeType: string; filename?: string }

export type ChatMessage = {
  n: number
  at: string
  /** As the shop sees it: `in` from the shopper, `out` from the shop. */
  direction: 'in' | 'out'
  wamid: string
  type: string
  body: Fields
  text: string
  taps: Tap[]
  links: Link[]
  statuses: StatusLine[]
  quoted: Quoted | null
  edited: boolean
  deleted: boolean
  readByShop: boolean
  reactions: Reaction[]
  template: ShownTemplate | null
  products: MessageProduct[] | null
  media: Media | null
}

export type Chat = {
  phoneNumberId: string
  shopperId: string
  /** When the shop may write freely no more (24 h after the shopper's last message); null when it never could. */
  windowEndsAt: string | null
  /** The shopper stopped this shop's offers with the switch in the app. */
  marketingStopped: boolean
  messages: ChatMessage[]
}

/** `shared` when the shop lives by this clock too. */
export type Clock = { now: string; offsetMs: number; shared: boolean }

export type Fault = { id: string; api: string; fault: string } & Fields
export type Faults = { waiting: Fault[]; struck: Fields }

/** One request or delivery on the wire. `status` is 0 when nothing was answered. */
export type JournalLine = {
  n: number
  at: string
  kind: 'graph' | 'stripe' | 'webhook'
  method?: string
  path?: string
  target?: string
  attempt?: number
  fault?: string
  status: number
  /** The body was too long for the stream and is left out here. */
  cut?: boolean
  body?: unknown
  reply?: unknown
} & Fields

export type Payment = { sessionId: string; status: string; paymentStatus: string; url: string | null } & Fields

export type Snapshot = {
  clock: Clock
  /** The last event of the stream that the snapshot holds already. */
  last: number
  /** The number of the wire's last line. */
  journal: number
  numbers: ShopNumber[]
  shoppers: Shopper[]
  chats: Chat[]
  faults: Faults
  shopUrl: string | null
}

type InChat = { phoneNumberId: string; shopperId: string }
type Told = InChat & { message: ChatMessage; windowEndsAt: string | null }

/** What the stream tells; the names are the events' own. */
export type StreamEvent =
  | { type: 'message'; data: Told }
  | { type: 'update'; data: Told }
  | { type: 'typing'; data: InChat & { on: boolean; untilMs: number } }
  | { type: 'shopper'; data: { shopper: Shopper } }
  | { type: 'journal'; data: { entry: JournalLine } }
  | { type: 'faults'; data: Faults }
  | { type: 'clock'; data: Clock }
  | { type: 'payment'; data: Payment }

export type CatalogItem = {
  retailerId: string
  groupId: string
  title: string
  description: string
  price: string
  salePrice?: string
  currency: string
  /** What one costs now, in minor units. */
  minor: number
  availability: string
  visible: boolean
  imageUrl: string
  color?: string
  size?: string
  brand?: string
  collections: string[]
}

export type Collection = { name: string; retailerIds: string[] }
export type Catalog = { currency: string; items: CatalogItem[]; collections: Collection[] }
