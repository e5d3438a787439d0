import { z } from 'zod'

export const MediaWish = z.strictObject({
  caption: z.string().optional(),
  filename: z.string().optional(),
  mimeType: z.string().optional(),
  base64: z.string().optional(),
})

export const Order = z.strictObject({
  items: z
    .array(
      z.strictObject({
        retailerId: z.string(),
        quantity: z.number().int().min(1),
        itemPrice: z.number().min(0).optional(),
        currency: z.string().length(3).optional(),
      }),
    )
    .min(1),
  note: z.string().optional(),
})

export const Contacts = z
  .array(z.strictObject({ name: z.string(), phone: z.string(), waId: z.string().optional() }))
  .min(1)

export const FlowReply = z.strictObject({
  messageId: z.string().optional(),
  answers: z.record(z.string(), z.unknown()),
})

const Tap = z
  .strictObject({ title: z.string().optional(), id: z.string().optional(), messageId: z.string().optional() })
  .refine((tap) => (tap.title === undefined) !== (tap.id === undefined), 'Name a title or an id')

const media = z.union([z.literal(true).transform(() => ({})), MediaWish])

/** The things a shopper can do; a call names exactly one. */
const acts = {
  text: z.string().optional(),
  tap: Tap.optional(),
  order: Order.optional(),
  location: z
    .strictObject({
      latitude: z.number(),
      longitude: z.number(),
      name: z.string().optional(),
      address: z.string().optional(),
    })
    .optional(),
  voice: media.optional(),
  image: media.optional(),
  document: media.optional(),
  sticker: media.optional(),
  contacts: Contacts.optional(),
  reaction: z.strictObject({ messageId: z.string(), emoji: z.string() }).optional(),
  unsupported: z.literal(true).optional(),
  edit: z.strictObject({ messageId: z.string(), text: z.string() }).optional(),
  revoke: z.strictObject({ messageId: z.string() }).optional(),
  flowReply: FlowReply.optional(),
  raw: z.looseObject({ type: z.string() }).optional(),
}

export type Act = keyof typeof acts
export const actNames = Object.keys(acts) as Act[]

export const SayBody = z
  .strictObject({
    phoneNumberId: z.string().optional(),
    ...acts,
    referral: z.union([z.literal(true), z.looseObject({ source_type: z.string() })]).optional(),
    context: z
      .strictObject({
        messageId: z.string().optional(),
        forwarded: z.boolean().optional(),
        referredRetailerId: z.string().optional(),
      })
      .optional(),
  })
  .refine(
    (body) => actNames.filter((act) => body[act] !== undefined).length === 1,
    `Say exactly one of ${actNames.join(', ')}`,
  )

export type SayInput = z.output<typeof SayBody>
