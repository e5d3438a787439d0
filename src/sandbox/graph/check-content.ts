import {
  all,
  anyText,
  array,
  bool,
  type Check,
  fields,
  httpUrl,
  integer,
  isObject,
  join,
  missing,
  notAllowed,
  object,
  opt,
  pattern,
  text,
} from './checks.ts'

const exactlyOneSource: Check = (value, path) => {
  const { id, link } = fields(value)
  if (id === undefined && link === undefined) throw missing(`${path}['id'] or ${path}['link']`)
  if (id !== undefined && link !== undefined) throw notAllowed(path, 'takes id or link, not both')
}

const source = { id: opt(text(256)), link: opt(httpUrl) }

export const mediaReference = all(object(source), exactlyOneSource)
export const imageReference = all(object({ ...source, provider: opt(object({ name: text(256) })) }), exactlyOneSource)
export const documentReference = all(object({ ...source, filename: opt(text(240)) }), exactlyOneSource)
const captioned = all(object({ ...source, caption: opt(text(1024)) }), exactlyOneSource)

function coordinate(limit: number): Check {
  return (value, path) => {
    const numeric = typeof value === 'string' && /^-?\d{1,3}(\.\d+)?$/.test(value) ? Number(value) : value
    if (typeof numeric !== 'number' || Math.abs(numeric) > limit) {
      throw notAllowed(path, `must be a number from -${limit} to ${limit}`)
    }
  }
}

const addressNeedsName: Check = (value, path) => {
  const { name, address } = fields(value)
  if (address !== undefined && name === undefined) throw missing(join(path, 'name'))
}

const contact = object({
  name: object({
    formatted_name: text(1024),
    first_name: opt(text(256)),
    last_name: opt(text(256)),
    middle_name: opt(text(256)),
    suffix: opt(text(256)),
    prefix: opt(text(256)),
  }),
  birthday: opt(pattern(/^\d{4}-\d{2}-\d{2}$/, 'a date like 1990-01-31')),
  addresses: opt(
    array(
      object({
        street: opt(anyText),
        city: opt(anyText),
        state: opt(anyText),
        zip: opt(anyText),
        country: opt(anyText),
        country_code: opt(anyText),
        type: opt(anyText),
      }),
      { min: 0, max: 100 },
    ),
  ),
  emails: opt(array(object({ email: text(256), type: opt(anyText) }), { min: 0, max: 100 })),
  org: opt(object({ company: opt(anyText), department: opt(anyText), title: opt(anyText) })),
  phones: opt(array(object({ phone: text(64), type: opt(anyText), wa_id: opt(text(32)) }), { min: 0, max: 100 })),
  urls: opt(array(object({ url: text(2000), type: opt(anyText) }), { min: 0, max: 100 })),
})

/** Content types other than interactive and template, with their documented limits. */
export const plainContent: Record<string, Check> = {
  text: object({ body: text(4096), preview_url: opt(bool) }),
  image: captioned,
  video: captioned,
  document: all(object({ ...source, caption: opt(text(1024)), filename: opt(text(240)) }), exactlyOneSource),
  audio: all(object({ ...source, voice: opt(bool) }), exactlyOneSource),
  sticker: mediaReference,
  location: all(
    object({
      latitude: coordinate(90),
      longitude: coordinate(180),
      name: opt(text(1000)),
      address: opt(text(1000)),
    }),
    addressNeedsName,
  ),
  contacts: array(contact, { min: 1, max: 257 }),
  reaction: object({ message_id: text(512), emoji: text(64, 0) }),
}

/** An amount of the in-chat payment objects: whole minor units over 100. */
export const amount = object({ value: integer(0, Number.MAX_SAFE_INTEGER), offset: integer(100, 100) })

export function minorUnits(money: unknown): number {
  return isObject(money) && Number.isSafeInteger(money.value) ? Number(money.value) : 0
}
