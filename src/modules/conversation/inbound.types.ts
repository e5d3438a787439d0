/** Who a message says it is from; one of the first two at least, else it has no sender. */
export type Sender = {
  bsuid: string | null
  /** Digits without "+". */
  waId: string | null
  parentBsuid: string | null
  username: string | null
  name: string | null
}

/** A line of WhatsApp's own cart: the price is what the phone showed, in major units, and only a claim. */
export type ClaimedItem = { retailerId: string; quantity: number; price: number | null; currency: string | null }

/** A message in the shop's words, whatever Meta calls it. */
export type Said =
  | { kind: 'text'; text: string; about: string | null }
  | { kind: 'tap'; id: string; title: string }
  | { kind: 'cart'; items: ClaimedItem[]; note: string | null }
  | { kind: 'pin'; latitude: number; longitude: number; label: string | null }
  | { kind: 'contact'; phones: string[] }
  | { kind: 'voice' }
  | { kind: 'media'; caption: string | null }
  | { kind: 'sticker' }
  | { kind: 'moved'; waId: string | null; bsuid: string | null }
  | { kind: 'identity_changed' }
  /** Needs no answer: a reaction, an edit, a message taken back. */
  | { kind: 'aside'; what: string }
  | { kind: 'unreadable'; what: string }

export type Inbound = { sender: Sender | null; said: Said }
