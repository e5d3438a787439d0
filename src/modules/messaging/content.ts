import type { Language } from '#shared/language.ts'
import type { NoticeContent } from './notices/facts.ts'

export type ReplyButton = { id: string; title: string }
export type ListRow = { id: string; title: string; description?: string }
export type ListSection = { title: string; rows: ListRow[] }
export type ProductSection = { title: string; retailerIds: string[] }

type Text = { kind: 'text'; text: string }
type Buttons = { kind: 'buttons'; text: string; header?: string; footer?: string; buttons: ReplyButton[] }
type List = {
  kind: 'list'
  text: string
  header?: string
  footer?: string
  /** What opens the list. */
  button: string
  sections: ListSection[]
}
type Link = { kind: 'link'; text: string; footer?: string; title: string; url: string }
type LocationRequest = { kind: 'location_request'; text: string }

export type InteractiveContent = Buttons | List | Link | LocationRequest

/** What needs no catalog at Meta's side. */
export type SimpleContent = Text | InteractiveContent

type Products = {
  kind: 'products'
  header: string
  text: string
  footer?: string
  sections: ProductSection[]
  /** Said instead when Meta's catalog cannot show these products. */
  fallback?: SimpleContent
}
type Product = { kind: 'product'; text?: string; retailerId: string; fallback?: SimpleContent }

/** A message whose words are settled; only the channel's shape is missing. */
export type PlainContent = SimpleContent | Products | Product

/** What a message says, in no channel's words. A notice is worded when it is sent: free-form or as a template. */
export type Content = PlainContent | NoticeContent

export type Certainty = 'must_arrive' | 'drop_if_unsure'

/** A message to queue. The same cause and slot never makes a second message. */
export type Draft = {
  storeId: string
  shopperId: string
  causeKind: string
  causeId: string
  slot?: number
  /** What it is for, in reports: `menu`, `quote`, `order_confirmed`. */
  purpose: string
  /** What happens when nobody knows whether it was sent; `must_arrive` unless told. */
  certainty?: Certainty
  language: Language
  content: Content
}
