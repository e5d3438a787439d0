import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { toLatinDigits } from './digits.ts'

const bsuidPattern = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/

/** Below this, three digits would give most of the number away. */
const fewestDigits = 6

/** Whether this is Meta's business-scoped user id, e.g. `EG.13491208655302741918`, which only looks like a number. */
export function isBsuid(text: string): boolean {
  return bsuidPattern.test(text)
}

/**
 * The number in E.164 ("+201001234567"), or null when it is none; national spelling is read as of `defaultCountry`
 * (ISO 3166 alpha-2) and digits of any script are taken. A business-scoped user id is never a phone.
 */
export function parsePhone(input: string, defaultCountry: string): string | null {
  // Contact apps wrap a copied number in invisible direction marks.
  const text = toLatinDigits(input)
    .replace(/\p{Cf}/gu, '')
    .trim()
  if (isBsuid(text)) return null
  // The lighter metadata checks length and pattern per country; the full set would also refuse ranges newer than it.
  const number = parsePhoneNumberFromString(text.replace(/^00/, '+'), {
    extract: false,
    ...(isSupportedCountry(defaultCountry) && { defaultCountry }),
  })
  return number?.isValid() ? number.number : null
}

/** How a phone may appear in logs and pages: country code and last three digits, "+20…567". */
export function maskPhone(e164: string): string {
  const number = parsePhoneNumberFromString(e164, { extract: false })
  if (number === undefined || number.nationalNumber.length < fewestDigits) return '…'
  return `+${number.countryCallingCode}…${number.nationalNumber.slice(-3)}`
}
