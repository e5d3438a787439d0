import { documentReference, mediaReference } from './check-content.ts'
import { orderDetails, orderStatus } from './check-order.ts'
import { productSection, requireThirtyProducts } from './check-products.ts'
import {
  all,
  anyObject,
  anyText,
  array,
  byKey,
  type Check,
  catalogId,
  fields,
  httpUrl,
  integer,
  invalid,
  isObject,
  list,
  notAllowed,
  object,
  oneOf,
  opt,
  pattern,
  requireUnique,
  retailerId,
  text,
} from './checks.ts'
import { GraphError } from './graph-error.ts'

const parameterName = opt(pattern(/^[a-z0-9_]+$/, 'lower case and underscores'))

/** Meta refuses line breaks, tabs and more than 4 spaces in a row inside a template parameter. */
const parameterText: Check = (value, path) => {
  if (typeof value !== 'string' || value.length === 0) {
    throw new GraphError(132018, `Param ${path} must be a non-empty string`)
  }
  if (/[\n\r\t]| {5}/.test(value)) {
    throw new GraphError(132018, `Param ${path} cannot have new-line/tab characters or more than 4 consecutive spaces`)
  }
  text(1024)(value, path)
}

const parameterShapes: Record<string, Check> = {
  text: object({ type: oneOf('text'), parameter_name: parameterName, text: parameterText }),
  currency: object({
    type: oneOf('currency'),
    parameter_name: parameterName,
    currency: object({
      fallback_value: text(256),
      code: pattern(/^[A-Z]{3}$/, 'a currency code'),
      amount_1000: integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
    }),
  }),
  date_time: object({ type: oneOf('date_time'), parameter_name: parameterName, date_time: anyObject }),
}

const headerParameter = byKey('type', {
  ...parameterShapes,
  image: object({ type: oneOf('image'), parameter_name: parameterName, image: mediaReference }),
  video: object({ type: oneOf('video'), parameter_name: parameterName, video: mediaReference }),
  document: object({ type: oneOf('document'), parameter_name: parameterName, document: documentReference }),
  location: object({ type: oneOf('location'), location: anyObject }),
  product: object({
    type: oneOf('product'),
    product: object({ product_retailer_id: retailerId, catalog_id: catalogId }),
  }),
})

const notMixed: Check = (value, path) => {
  const names = list(fields(value).parameters).map(({ parameter_name }) => parameter_name)
  const named = names.filter((name) => name !== undefined)
  if (named.length !== 0 && named.length !== names.length) {
    throw new GraphError(132012, `Param ${path} mixes named and positional parameters`)
  }
  requireUnique(named, `${path} parameter_name`)
}

const buttonIndex: Check = (value, path) => {
  if (!/^\d$/.test(String(value)) || !['string', 'number'].includes(typeof value)) {
    throw invalid(path, 'must be an index from 0 to 9')
  }
}

function button(parameters: Check): Check {
  return object({ type: anyText, sub_type: anyText, index: buttonIndex, parameters })
}

const one = (item: Check) => array(item, { min: 1, max: 1 })
const action = (shape: Record<string, Check>) => one(object({ type: oneOf('action'), action: object(shape) }))

const mpmTotal: Check = (value, path) => {
  const [first] = list(fields(value).parameters)
  requireThirtyProducts(fields(first?.action).sections, path)
}

const buttons: Record<string, Check> = {
  quick_reply: button(one(object({ type: oneOf('payload'), payload: text(256) }))),
  url: button(one(object({ type: oneOf('text'), text: text(2000) }))),
  copy_code: button(
    one(
      object({
        type: oneOf('coupon_code'),
        coupon_code: pattern(/^[A-Za-z0-9]{1,15}$/, 'up to 15 letters and digits'),
      }),
    ),
  ),
  catalog: button(opt(action({ thumbnail_product_retailer_id: opt(retailerId) }))),
  mpm: all(
    button(
      action({
        thumbnail_product_retailer_id: opt(retailerId),
        sections: array(productSection(text(24)), { min: 1, max: 10 }),
      }),
    ),
    mpmTotal,
  ),
  flow: button(opt(action({ flow_token: opt(text(1024)), flow_action_data: opt(anyObject) }))),
  order_details: button(action({ order_details: orderDetails })),
  voice_call: button(opt(array(anyObject, { min: 0, max: 10 }))),
}

const anyButton: Check = (value, path) => {
  const kind = String(fields(value).sub_type).toLowerCase()
  const check = Object.hasOwn(buttons, kind) ? buttons[kind] : undefined
  if (check === undefined) throw notAllowed(`${path}['sub_type']`, 'is not a known button')
  check(value, path)
}

const header = all(object({ type: anyText, parameters: one(headerParameter) }), notMixed)
const bodyComponent = all(
  object({ type: anyText, parameters: opt(array(byKey('type', parameterShapes), { min: 0, max: 100 })) }),
  notMixed,
)

const offerEnd = object({
  type: oneOf('limited_time_offer'),
  limited_time_offer: object({ expiration_time_ms: integer(1_000_000_000_000, Number.MAX_SAFE_INTEGER) }),
})

const tapTarget = object({
  type: oneOf('tap_target_configuration'),
  tap_target_configuration: one(object({ url: httpUrl, title: text(1024) })),
})

const cardComponent = byComponent({ header, body: bodyComponent, button: anyButton })

const components: Record<string, Check> = {
  header,
  body: bodyComponent,
  button: anyButton,
  limited_time_offer: object({ type: anyText, parameters: one(offerEnd) }),
  carousel: object({
    type: anyText,
    cards: array(object({ card_index: integer(0, 9), components: array(cardComponent, { min: 1, max: 12 }) }), {
      min: 2,
      max: 10,
    }),
  }),
  order_status: object({
    type: anyText,
    parameters: one(object({ type: oneOf('order_status'), order_status: orderStatus })),
  }),
  tap_target_configuration: object({ type: anyText, parameters: one(tapTarget) }),
}

export const componentKind = (component: Record<string, unknown>) => String(component.type).toLowerCase()

function byComponent(shapes: Record<string, Check>): Check {
  return (value, path) => {
    const kind = isObject(value) ? componentKind(value) : ''
    const check = Object.hasOwn(shapes, kind) ? shapes[kind] : undefined
    if (check === undefined) throw notAllowed(path, `must be one of {${Object.keys(shapes).join(', ')}}`)
    check(value, path)
  }
}

const noneTwice: Check = (value, path) => {
  const all = list(fields(value).components)
  requireUnique(
    all.map(componentKind).filter((kind) => kind !== 'button'),
    `${path} components`,
  )
  requireUnique(
    all.filter((each) => componentKind(each) === 'button').map(({ index }) => String(index)),
    `${path} button index`,
  )
}

/** A template message's own shape; whether it fits the stored template is judged elsewhere. */
export const templateContent = all(
  object({
    name: pattern(/^[a-z0-9_]{1,512}$/, 'lower case letters, digits and underscores'),
    language: object({
      code: pattern(/^[a-z]{2,3}([_-][A-Z]{2})?$/, 'a language code'),
      policy: opt(oneOf('deterministic')),
    }),
    components: opt(array(byComponent(components), { min: 0, max: 14 })),
  }),
  noneTwice,
)
