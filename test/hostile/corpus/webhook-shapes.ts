import type { Dice } from '#test/support/hostile/dice.ts'

/** Whose webhook it is and who writes. */
export type Setting = {
  phoneNumberId: string
  wabaId: string
  catalogId: string
  /** Of goods that are on sale. */
  retailerIds: readonly string[]
  /** Different for every run, so that nothing is taken for a repetition. */
  prefix: string
}

export type Fields = { [key: string]: unknown }

/** Makes ids, senders and times as Meta would, every id once. */
export class Street {
  readonly setting: Setting
  readonly dice: Dice
  #serial = 0

  constructor(setting: Setting, dice: Dice) {
    this.setting = setting
    this.dice = dice
  }

  id(): string {
    this.#serial += 1
    return `wamid.${this.setting.prefix}${this.#serial.toString(36).padStart(8, '0')}`
  }

  /** One of some hundred people, a third of whom hide their number. */
  person(): { from: Fields; contact: Fields } {
    const n = this.dice.below(300)
    const wa_id = `96652${String(n).padStart(7, '0')}`
    const user_id = `SA.${String(7_000_000_000 + n)}`
    if (n % 3 === 0) {
      return { from: { from_user_id: user_id }, contact: { profile: { name: `P${n}`, username: `p.${n}` }, user_id } }
    }
    const contact = { profile: { name: `سارة ${n}` }, wa_id, user_id }
    return { from: { from: wa_id, from_user_id: user_id }, contact }
  }

  time(): string {
    return String(Math.floor(Date.now() / 1000) - this.dice.below(3_600))
  }
}

const quoted = { context: { from: '15550001111', id: 'wamid.QUOTED' } }

/** What a message may be besides its id, sender and time. */
export const messageKinds: Record<string, (street: Street) => Fields> = {
  text: () => ({ type: 'text', text: { body: 'تمر' } }),
  question: () => ({ type: 'text', text: { body: 'how much is the honey?' }, ...quoted }),
  menu: () => ({ type: 'text', text: { body: 'menu' } }),
  number: () => ({ type: 'text', text: { body: '٣' } }),
  asked: ({ setting }) => ({
    type: 'text',
    text: { body: 'available?' },
    context: {
      id: 'wamid.Q',
      referred_product: { catalog_id: setting.catalogId, product_retailer_id: setting.retailerIds[0] },
    },
  }),
  advert: () => ({
    type: 'text',
    text: { body: 'hello' },
    referral: { source_url: 'https://example.test/a', source_id: '1', source_type: 'ad', headline: 'H', body: 'B' },
  }),
  button: () => ({
    type: 'interactive',
    interactive: { type: 'button_reply', button_reply: { id: 'menu::0:AAAAAAAAAAAAAAAAAAAAAA', title: 'Menu' } },
    ...quoted,
  }),
  row: () => ({
    type: 'interactive',
    interactive: { type: 'list_reply', list_reply: { id: 'browse:1:0:x', title: 'Browse', description: 'd' } },
    ...quoted,
  }),
  form: () => ({
    type: 'interactive',
    interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', body: 'Sent', response_json: '{"flow_token":"t"}' } },
    ...quoted,
  }),
  address: () => ({
    type: 'interactive',
    interactive: {
      type: 'nfm_reply',
      nfm_reply: { name: 'address_message', body: 'x', response_json: '{"values":{"city":"Riyadh"}}' },
    },
  }),
  bare: () => ({ type: 'interactive', ...quoted }),
  template: () => ({ type: 'button', button: { payload: 'track', text: 'Track' }, ...quoted }),
  order: ({ setting, dice }) => ({
    type: 'order',
    order: {
      catalog_id: setting.catalogId,
      text: 'gift wrap please',
      product_items: [
        { product_retailer_id: dice.pick(setting.retailerIds), quantity: 2, item_price: 79, currency: 'SAR' },
        { product_retailer_id: 'NO-SUCH-THING', quantity: 1, item_price: 30.5, currency: 'SAR' },
      ],
    },
  }),
  location: () => ({
    type: 'location',
    location: { latitude: 24.71, longitude: 46.67, name: 'Home', address: 'Olaya St' },
  }),
  image: () => ({ type: 'image', image: { id: '1', mime_type: 'image/jpeg', sha256: 'a=', caption: 'this one' } }),
  document: () => ({ type: 'document', document: { id: '2', mime_type: 'application/pdf', filename: 'a.pdf' } }),
  voice: () => ({ type: 'audio', audio: { id: '3', mime_type: 'audio/ogg; codecs=opus', voice: true } }),
  video: () => ({ type: 'video', video: { id: '4', mime_type: 'video/mp4' } }),
  sticker: () => ({ type: 'sticker', sticker: { id: '5', mime_type: 'image/webp', animated: false } }),
  contacts: () => ({
    type: 'contacts',
    contacts: [{ name: { formatted_name: 'Mona' }, phones: [{ phone: '+966500000002', wa_id: '966500000002' }] }],
  }),
  reaction: () => ({ type: 'reaction', reaction: { message_id: 'wamid.Q', emoji: '👍' } }),
  unreaction: () => ({ type: 'reaction', reaction: { message_id: 'wamid.Q' } }),
  unsupported: () => ({ type: 'unsupported', errors: [{ code: 131051, title: 'unknown' }] }),
  hologram: () => ({ type: 'hologram', hologram: { id: '1' } }),
  newNumber: ({ dice }) => ({
    type: 'system',
    system: { type: 'user_changed_number', body: 'x', wa_id: `96653${String(dice.below(1e7)).padStart(7, '0')}` },
  }),
  newUserId: ({ dice }) => ({
    type: 'system',
    system: { type: 'user_changed_user_id', body: 'x', user_id: `SA.${8_000_000_000 + dice.below(1e6)}` },
  }),
  edit: () => ({
    type: 'edit',
    edit: { original_message_id: 'wamid.Q', message: { type: 'text', text: { body: 'y' } } },
  }),
  revoke: () => ({ type: 'revoke', revoke: { original_message_id: 'wamid.Q' } }),
  group: () => ({ type: 'text', text: { body: 'hi all' }, group_id: '120363041234567890@g.us' }),
}

const pricing = { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' }
const failure = (code: number) => [{ code, title: 'failed', message: 'failed', error_data: { details: 'why' } }]

/** What a status may say besides its message and time. */
export const statusKinds: Record<string, () => Fields> = {
  sent: () => ({ status: 'sent', pricing, biz_opaque_callback_data: '00000000-0000-7000-8000-000000000000.1' }),
  delivered: () => ({ status: 'delivered', pricing }),
  read: () => ({ status: 'read' }),
  played: () => ({ status: 'played' }),
  windowClosed: () => ({ status: 'failed', errors: failure(131047) }),
  unreachable: () => ({ status: 'failed', errors: failure(131026) }),
  tooMany: () => ({ status: 'failed', errors: failure(131056) }),
  payment: () => ({
    status: 'captured',
    type: 'payment',
    payment: { reference_id: 'r', amount: { value: 1, offset: 100 }, currency: 'INR' },
  }),
}

/** Changes of other fields, each with its value. */
export const noticeKinds: Record<string, (street: Street) => { field: string; value: Fields }> = {
  approved: () => ({ field: 'message_template_status_update', value: template({ event: 'APPROVED', reason: 'NONE' }) }),
  rejected: () => ({
    field: 'message_template_status_update',
    value: template({ event: 'REJECTED', reason: 'INVALID_FORMAT' }),
  }),
  paused: () => ({
    field: 'message_template_status_update',
    value: template({ event: 'PAUSED', other_info: { title: 'FIRST_PAUSE' } }),
  }),
  recategorized: () => ({
    field: 'template_category_update',
    value: template({ previous_category: 'UTILITY', new_category: 'MARKETING' }),
  }),
  quality: () => ({
    field: 'message_template_quality_update',
    value: template({ previous_quality_score: 'GREEN', new_quality_score: 'RED' }),
  }),
  throughput: () => ({
    field: 'phone_number_quality_update',
    value: { display_phone_number: '15550001111', event: 'THROUGHPUT_UPGRADE', current_limit: 'TIER_UNLIMITED' },
  }),
  banned: () => ({ field: 'account_update', value: { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'X' } } }),
  preferences: (street) => ({
    field: 'user_preferences',
    value: {
      metadata: { phone_number_id: street.setting.phoneNumberId },
      contacts: [street.person().contact],
      user_preferences: [{ detail: 'stop', category: 'marketing_messages', value: 'stop', timestamp: 1 }],
    },
  }),
  unheardOf: () => ({ field: 'brand_new_field', value: { anything: 1 } }),
}

function template(more: Fields): Fields {
  return {
    message_template_id: 1_689_556_908_129_832,
    message_template_name: 'order_shipped',
    message_template_language: 'ar',
    ...more,
  }
}

/** One change of `messages` with this message in it. */
export function messageChange(street: Street, kind: string): Fields {
  const { from, contact } = street.person()
  const made = structuredClone(messageKinds[kind]?.(street) ?? {})
  const message = { ...from, id: street.id(), timestamp: street.time(), ...made }
  return valueChange(street, { contacts: [contact], messages: [message] })
}

export function statusChange(street: Street, kind: string): Fields {
  const { contact } = street.person()
  const status = { id: street.id(), timestamp: street.time(), recipient_id: '966500000001', ...statusKinds[kind]?.() }
  return valueChange(street, { contacts: [contact], statuses: [status] })
}

export function valueChange({ setting }: Street, value: Fields): Fields {
  const metadata = { display_phone_number: '15550001111', phone_number_id: setting.phoneNumberId }
  return { field: 'messages', value: { messaging_product: 'whatsapp', metadata, ...value } }
}

/** A whole body around some changes. */
export function envelopeOf({ setting }: Street, changes: readonly unknown[]): Fields {
  return { object: 'whatsapp_business_account', entry: [{ id: setting.wabaId, time: 1_795_000_000, changes }] }
}
