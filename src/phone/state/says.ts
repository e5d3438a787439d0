import type { Fields } from './types.ts'

export type MediaWish = true | { caption?: string; filename?: string; mimeType?: string; base64?: string }

export type Place = { latitude: number; longitude: number; name?: string; address?: string }

export type CartItem = { retailerId: string; quantity: number; itemPrice?: number; currency?: string }

/** The things a shopper can do in a chat; a call holds exactly one. */
export type Act =
  | { text: string }
  | { tap: { id?: string; title?: string; messageId?: string } }
  | { order: { items: CartItem[]; note?: string } }
  | { location: Place }
  | { voice: MediaWish }
  | { image: MediaWish }
  | { document: MediaWish }
  | { sticker: MediaWish }
  | { contacts: { name: string; phone: string; waId?: string }[] }
  | { reaction: { messageId: string; emoji: string } }
  | { edit: { messageId: string; text: string } }
  | { revoke: { messageId: string } }
  | { flowReply: { answers: Fields; messageId?: string } }
  | { unsupported: true }
  | { raw: { type: string } & Fields }

export type Context = { messageId?: string; forwarded?: boolean; referredRetailerId?: string }

export type Say = Act & { phoneNumberId?: string; context?: Context; referral?: true | Fields }
