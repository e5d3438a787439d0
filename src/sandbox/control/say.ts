import type { Fields } from '#sandbox/graph/checks.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { requireShopper, requireWorldNumber } from './chat.ts'
import { type ControlCall, ControlError, readControl } from './control-call.ts'
import { receive } from './inbound.ts'
import {
  contactsContent,
  flowContent,
  mediaContent,
  orderContent,
  type Said,
  type Speaker,
  tapContent,
  unsupportedContent,
} from './say-content.ts'
import { type Act, actNames, SayBody, type SayInput } from './say-schemas.ts'

/** `POST …/say`: the shopper does one thing in the chat. */
export function say(state: SandboxState, call: ControlCall): unknown {
  const shopper = requireShopper(state, call.params.id)
  const input = readControl(SayBody, call.body)
  const number = requireWorldNumber(state, input.phoneNumberId)
  if (shopper.blocked.has(number.phoneNumberId)) throw new ControlError(409, 'The shop is blocked; unblock it first')
  const speaker = { state, shopper, number }
  const { content, quoted } = compose(speaker, input)
  const more = { ...contextOf(speaker, input, quoted), ...referralOf(input) }
  return { wamid: receive(state, { shopper, number, content, more }) }
}

type Composer<A extends Act> = (speaker: Speaker, value: NonNullable<SayInput[A]>) => Said

const composers: { [A in Act]: Composer<A> } = {
  text: (_, body) => ({ content: { type: 'text', text: { body } } }),
  tap: (speaker, wish) => tapContent(speaker, wish),
  order: (speaker, order) => ({ content: orderContent(speaker, order) }),
  location: (_, location) => ({ content: { type: 'location', location } }),
  voice: (speaker, wish) => ({ content: mediaContent(speaker, 'audio', wish) }),
  image: (speaker, wish) => ({ content: mediaContent(speaker, 'image', wish) }),
  document: (speaker, wish) => ({ content: mediaContent(speaker, 'document', { filename: 'document.pdf', ...wish }) }),
  sticker: (speaker, wish) => ({ content: mediaContent(speaker, 'sticker', wish) }),
  contacts: (_, contacts) => ({ content: contactsContent(contacts) }),
  reaction: (_, { messageId, emoji }) => ({
    content: { type: 'reaction', reaction: { message_id: messageId, ...(emoji === '' ? {} : { emoji }) } },
  }),
  unsupported: () => ({ content: unsupportedContent() }),
  edit: (_, { messageId, text }) => ({
    content: {
      type: 'edit',
      edit: { original_message_id: messageId, message: { type: 'text', text: { body: text } } },
    },
  }),
  revoke: (_, { messageId }) => ({ content: { type: 'revoke', revoke: { original_message_id: messageId } } }),
  flowReply: (speaker, reply) => flowContent(speaker, reply),
  raw: (_, raw) => ({ content: raw }),
}

function compose(speaker: Speaker, input: SayInput): Said {
  for (const act of actNames) {
    const said = composeAct(speaker, input, act)
    if (said !== undefined) return said
  }
  throw new Error('The schema lets exactly one act through.')
}

function composeAct<A extends Act>(speaker: Speaker, input: SayInput, act: A): Said | undefined {
  const value = input[act]
  return value === undefined || value === null ? undefined : composers[act](speaker, value)
}

function contextOf({ number }: Speaker, { context }: SayInput, quoted: string | undefined): Fields {
  const id = context?.messageId ?? quoted
  if (id === undefined && context === undefined) return {}
  const from = number.displayPhoneNumber.replace(/\D/g, '')
  const product = context?.referredRetailerId
  return {
    context: {
      ...(id === undefined ? {} : { from, id }),
      ...(context?.forwarded ? { forwarded: true } : {}),
      ...(product === undefined
        ? {}
        : { from, referred_product: { catalog_id: number.catalogId, product_retailer_id: product } }),
    },
  }
}

/** An ad click, as it rides on the first message after it. */
function referralOf({ referral }: SayInput): Fields {
  if (referral === undefined) return {}
  if (referral !== true) return { referral }
  return {
    referral: {
      source_type: 'ad',
      source_id: '120200000000000000',
      source_url: 'https://fb.me/sandbox-ad',
      headline: 'Sandbox ad',
      body: 'Chat with us',
      media_type: 'image',
      image_url: 'https://ads.test/1.jpg',
      ctwa_clid: 'sandbox-click',
    },
  }
}
