import { z } from 'zod'
import { type IdKind, parsePublicId, publicId } from '#shared/ids.ts'
import { languages } from '#shared/language.ts'
import { currencies } from '#shared/money.ts'
import { cleanInbound, codePoints } from '#shared/text.ts'

/** An id of the API (`ord_…`) on its way in; what the handler gets is the UUID. */
export function idField(kind: IdKind) {
  const example = publicId(kind, '00000000-0000-7000-8000-000000000000')
  return z
    .string()
    .meta({ pattern: `^${example.slice(0, 4)}[0-9a-f]{32}$` })
    .transform((text, check) => {
      const uuid = parsePublicId(kind, text)
      if (uuid !== null) return uuid
      check.addIssue({ code: 'custom', message: `Expected an id like ${example}.` })
      return z.NEVER
    })
}

/** An id of the API on its way out. */
export const IdView = z.string()

/** Free text from outside: storable, trimmed, and at most `max` code points long. */
export function textField(max: number, min = 1) {
  return z
    .string()
    .meta({ minLength: min, maxLength: max })
    .transform((text) => cleanInbound(text).trim())
    .refine((text) => codePoints(text) >= min, {
      message: min === 1 ? 'Must not be empty.' : `At least ${min} characters.`,
    })
    .refine((text) => codePoints(text) <= max, { message: `At most ${max} characters.` })
}

/** A text in one or both languages. */
export function localizedField(max: number) {
  return z
    .strictObject({ en: textField(max).optional(), ar: textField(max).optional() })
    .refine((text) => text.en !== undefined || text.ar !== undefined, { message: 'Give the text in en, ar or both.' })
    .meta({ minProperties: 1 })
}

export const LocalizedView = z.object({ en: z.string().optional(), ar: z.string().optional() })

export const LanguageField = z.enum(languages)

export const CurrencyField = z
  .string()
  .refine((code) => currencies.includes(code), { message: 'Not an ISO 4217 currency in capitals.' })
  .meta({ id: 'Currency', enum: [...currencies] })

/** Money on the wire: integer minor units and an ISO 4217 currency. */
export const MoneyView = z.object({ amount: z.int(), currency: z.string() }).meta({ id: 'Money' })

/** So that a hundred lines of ninety-nine pieces each still add up exactly. */
const MOST_AMOUNT = 100_000_000_000

/** An amount in minor units on its way in. */
export function amountField(min: number) {
  return z.int().min(min).max(MOST_AMOUNT)
}

export const MoneyField = z.strictObject({ amount: amountField(-MOST_AMOUNT), currency: CurrencyField })

/** An instant on its way out: RFC 3339 in UTC. */
export const TimeView = z.iso.datetime()

/** An instant on its way in: RFC 3339 with any offset; what the handler gets is a Date. */
export const TimeField = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
