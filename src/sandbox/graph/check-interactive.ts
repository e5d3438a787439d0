import { orderDetails, orderStatus } from './check-order.ts'
import {
  anyHeader,
  body,
  footer,
  headerDocument,
  headerImage,
  requireTitles,
  textHeader,
  urlAction,
} from './check-parts.ts'
import { carousel, catalogMessage, product, productList } from './check-products.ts'
import {
  all,
  anyObject,
  array,
  byKey,
  type Check,
  fields,
  filledObject,
  integer,
  list,
  missing,
  notAllowed,
  object,
  oneOf,
  opt,
  pattern,
  requireUnique,
  text,
} from './checks.ts'

const common = { header: opt(anyHeader), body: body(1024), footer: opt(footer) }

function interactive(type: string, shape: Record<string, Check>): Check {
  return object({ type: oneOf(type), ...shape })
}

const replyButton = object({
  type: oneOf('reply'),
  reply: object({ id: all(text(256), pattern(/^\S(.*\S)?$/s, 'without spaces at its ends')), title: text(20) }),
})

const uniqueReplies: Check = (value, path) => {
  const replies = list(fields(fields(value).action).buttons).map((button) => fields(button.reply))
  requireUnique(
    replies.map(({ id }) => id),
    `${path} button ids`,
  )
  requireUnique(
    replies.map(({ title }) => title),
    `${path} button titles`,
  )
}

const row = object({ id: text(200), title: text(24), description: opt(text(72)) })
const section = object({ title: opt(text(24)), rows: array(row, { min: 1, max: 10 }) })

const tenUniqueRows: Check = (value, path) => {
  const sections = list(fields(fields(value).action).sections)
  const rows = sections.flatMap(({ rows }) => list(rows))
  if (rows.length > 10) throw notAllowed(`${path} rows`, 'are at most 10 over all sections')
  requireUnique(
    rows.map(({ id }) => id),
    `${path} row ids`,
  )
  requireTitles(sections, path)
}

const flowRules: Check = (value, path) => {
  const { flow_id, flow_name, flow_action, flow_action_payload } = fields(value)
  if (flow_id === undefined && flow_name === undefined) throw missing(`${path} flow_id or flow_name`)
  if (flow_id !== undefined && flow_name !== undefined) throw notAllowed(path, 'takes flow_id or flow_name, not both')
  if (flow_action === 'data_exchange' && flow_action_payload !== undefined) {
    throw notAllowed(`${path} flow_action_payload`, 'goes with navigate only')
  }
}

const flowParameters = all(
  object({
    flow_message_version: oneOf('3'),
    flow_id: opt(text(64)),
    flow_name: opt(text(200)),
    flow_cta: text(30),
    flow_token: opt(text(1024)),
    mode: opt(oneOf('draft', 'published')),
    flow_action: opt(oneOf('navigate', 'data_exchange')),
    flow_action_payload: opt(object({ screen: opt(text(256)), data: opt(filledObject) })),
  }),
  flowRules,
)

const named = (name: string) => object({ name: oneOf(name) })
const withParameters = (name: string, parameters: Check) => object({ name: oneOf(name), parameters })

const address = object({
  country: oneOf('IN', 'SG'),
  values: opt(anyObject),
  saved_addresses: opt(array(object({ id: text(256), value: anyObject }), { min: 1, max: 100 })),
  validation_errors: opt(anyObject),
})

const voiceCall = object({
  name: oneOf('voice_call'),
  parameters: opt(
    object({ display_text: opt(text(20)), ttl_minutes: opt(integer(1, 43_200)), payload: opt(text(1024, 0)) }),
  ),
})

/** Every interactive message Meta takes, each with its own allowed parts and limits. */
export const interactiveContent = byKey('type', {
  button: all(
    interactive('button', { ...common, action: object({ buttons: array(replyButton, { min: 1, max: 3 }) }) }),
    uniqueReplies,
  ),
  list: all(
    interactive('list', {
      header: opt(textHeader),
      body: body(4096),
      footer: opt(footer),
      action: object({ button: text(20), sections: array(section, { min: 1, max: 10 }) }),
    }),
    tenUniqueRows,
  ),
  cta_url: interactive('cta_url', { ...common, action: urlAction }),
  flow: interactive('flow', { ...common, action: withParameters('flow', flowParameters) }),
  product,
  product_list: productList,
  catalog_message: catalogMessage,
  carousel,
  location_request_message: interactive('location_request_message', {
    body: body(1024),
    action: named('send_location'),
  }),
  address_message: interactive('address_message', { ...common, action: withParameters('address_message', address) }),
  order_details: interactive('order_details', {
    header: opt(byKey('type', { image: headerImage, document: headerDocument })),
    body: body(1024),
    footer: opt(footer),
    action: withParameters('review_and_pay', orderDetails),
  }),
  order_status: interactive('order_status', { ...common, action: withParameters('review_order', orderStatus) }),
  call_permission_request: interactive('call_permission_request', {
    body: opt(body(1024)),
    action: named('call_permission_request'),
  }),
  voice_call: interactive('voice_call', { body: body(1024), action: voiceCall }),
  request_contact_info: interactive('request_contact_info', {
    body: body(1024),
    action: named('request_contact_info'),
  }),
})
