import { amount, minorUnits } from './check-content.ts'
import {
  all,
  anyObject,
  anyText,
  array,
  type Check,
  fields,
  httpUrl,
  integer,
  join,
  list,
  notAllowed,
  object,
  oneOf,
  opt,
  pattern,
  retailerId,
  text,
} from './checks.ts'

const reference = pattern(/^[A-Za-z0-9_.-]{1,60}$/, '1 to 60 of A-Z a-z 0-9 _ . -')
const amountWithNote = object({
  value: integer(0, Number.MAX_SAFE_INTEGER),
  offset: integer(100, 100),
  description: opt(text(60)),
})

const importer = object({
  address_line1: opt(text(256)),
  address_line2: opt(text(256)),
  city: opt(text(256)),
  zone_code: opt(text(64)),
  postal_code: opt(text(64)),
  country_code: opt(text(8)),
})

const item = object({
  retailer_id: opt(retailerId),
  name: text(60),
  image: opt(object({ link: httpUrl })),
  amount,
  sale_amount: opt(amount),
  quantity: integer(1, Number.MAX_SAFE_INTEGER),
  country_of_origin: opt(text(256)),
  importer_name: opt(text(256)),
  importer_address: opt(importer),
})

const settings = object({
  type: oneOf('payment_gateway', 'upi_intent_link', 'payment_link', 'pix_dynamic_code', 'boleto', 'offsite_card_pay'),
  payment_gateway: opt(
    object({
      type: oneOf('billdesk', 'razorpay', 'payu', 'zaakpay'),
      configuration_name: text(60),
      billdesk: opt(anyObject),
      razorpay: opt(anyObject),
      payu: opt(anyObject),
      zaakpay: opt(anyObject),
    }),
  ),
  upi_intent_link: opt(object({ link: pattern(/^upi:\/\//, 'a upi:// link') })),
  payment_link: opt(object({ uri: httpUrl })),
  pix_dynamic_code: opt(
    object({
      code: text(1024),
      merchant_name: text(256),
      key: text(256),
      key_type: oneOf('CPF', 'CNPJ', 'EMAIL', 'PHONE', 'EVP'),
    }),
  ),
  boleto: opt(object({ digitable_line: text(256) })),
  offsite_card_pay: opt(object({ last_four_digits: pattern(/^\d{4}$/, 'four digits'), credential_id: text(256) })),
})

const beneficiary = object({
  name: text(200),
  address_line1: text(100),
  address_line2: opt(text(100, 0)),
  city: text(256),
  state: text(256),
  country: text(256),
  postal_code: pattern(/^\d{6}$/, 'six digits'),
})

const expiration = object({
  timestamp: pattern(/^\d{9,11}$/, 'a time in seconds'),
  description: opt(text(120)),
})

const orderParts = {
  catalog_id: opt(text(64)),
  discount: opt(
    object({
      value: integer(0, Number.MAX_SAFE_INTEGER),
      offset: integer(100, 100),
      description: opt(text(60)),
      discount_program_name: opt(text(60)),
    }),
  ),
  shipping: opt(amountWithNote),
  expiration: opt(expiration),
}
const fullOrder = object({
  ...orderParts,
  status: oneOf('pending'),
  type: opt(anyText),
  items: array(item, { min: 1, max: 999 }),
  subtotal: amount,
  tax: amountWithNote,
})
const quickPay = object({
  ...orderParts,
  type: oneOf('quick_pay'),
  status: opt(oneOf('pending')),
  items: opt(array(item, { min: 1, max: 999 })),
  subtotal: opt(amount),
  tax: opt(amountWithNote),
})

const order: Check = (value, path) => {
  const check = fields(value).type === 'quick_pay' ? quickPay : fullOrder
  check(value, path)
}

function sumOfItems(items: unknown): number {
  let sum = 0
  for (const { amount, sale_amount, quantity } of list(items)) {
    const sale = sale_amount === undefined ? minorUnits(amount) : minorUnits(sale_amount)
    if (sale_amount !== undefined && sale >= minorUnits(amount)) throw notAllowed('sale_amount', 'must be below amount')
    sum += sale * Number(quantity)
  }
  return sum
}

const sums: Check = (value) => {
  const { order, total_amount } = fields(value)
  const { items, subtotal, tax, shipping, discount } = fields(order)
  if (items === undefined) return
  const sum = sumOfItems(items)
  if (minorUnits(subtotal) !== sum) throw notAllowed('subtotal', 'differs from the sum of the items')
  const total = sum + minorUnits(tax) + minorUnits(shipping) - minorUnits(discount)
  if (minorUnits(total_amount) !== total) throw notAllowed('total_amount', 'differs from the sum of its parts')
}

/** References are shorter in India. */
const referenceLength: Check = (value, path) => {
  const { currency, reference_id } = fields(value)
  if (currency === 'INR' && String(reference_id).length > 35)
    throw notAllowed(join(path, 'reference_id'), 'is too long')
}

const imagesOfFewItems: Check = (value) => {
  const items = list(fields(fields(value).order).items)
  if (items.length > 10 && items.some((each) => each.image !== undefined)) {
    throw notAllowed('items', 'take images only up to 10 items')
  }
}

/** The bill of in-chat payments (India, Brazil, Singapore), arithmetic included. */
export const orderDetails = all(
  object({
    reference_id: reference,
    type: oneOf('digital-goods', 'physical-goods'),
    payment_type: opt(oneOf('upi', 'br', 'p2m-lite:stripe')),
    payment_configuration: opt(text(60)),
    payment_settings: opt(array(settings, { min: 1, max: 10 })),
    currency: oneOf('INR', 'BRL', 'SGD'),
    total_amount: amount,
    shipping_info: opt(object({ country: oneOf('IN'), addresses: array(anyObject, { min: 1, max: 100 }) })),
    coupon: opt(anyObject),
    beneficiaries: opt(array(beneficiary, { min: 1, max: 100 })),
    order: opt(order),
  }),
  sums,
  referenceLength,
  imagesOfFewItems,
)

export const orderStatus = object({
  reference_id: reference,
  order: object({
    status: oneOf('pending', 'processing', 'partially_shipped', 'shipped', 'completed', 'canceled'),
    description: opt(text(120)),
  }),
  payment: opt(
    object({
      status: oneOf('pending', 'captured', 'failed'),
      timestamp: opt(integer(0, Number.MAX_SAFE_INTEGER)),
    }),
  ),
})
