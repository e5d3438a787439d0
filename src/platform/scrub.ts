import { maskPhone } from '#shared/phone.ts'

type Mask = readonly [pattern: RegExp, replacement: string | ((found: string) => string)]

const masks: readonly Mask[] = [
  [/\bBearer\s+[\w.~+/=-]+/gi, 'Bearer […]'],
  [/\bdk_(live|test)_[\w-]+/g, 'dk_$1_[…]'],
  [/\b(sk|rk|pk)_(live|test)_\w+/g, '$1_$2_[…]'],
  [/\bwhsec_[\w+/=-]+/g, 'whsec_[…]'],
  // Access tokens of Meta begin so.
  [/\bEAA[A-Za-z0-9]{16,}/g, 'EAA[…]'],
  [/\bwamid\.[\w+/=-]+/g, 'wamid.[…]'],
  // Bounded, since a log line may be one word of a hundred thousand letters.
  [/\b(\w{1,30}:\/\/)[^\s:@/"]+:[^\s@/"]+@/g, '$1[…]@'],
  [/\/(p|o)\/[\w-]{16,}/g, '/$1/[…]'],
  // Meta's business-scoped user id: a country, a dot and a long id.
  [/\b[A-Z]{2}\.(?:ENT\.)?(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{10,128}\b/g, '[bsuid]'],
  [/(?<![\w.:-])(?:\+|00)?\d(?:[\d ]|-(?=\d)){7,17}\d(?![\w-])/g, maskIfPhone],
  [/[\u2028\u2029]/g, ''],
]

/** The text without keys, tokens, message ids and phone numbers; "+20…123" keeps what a phone is told apart by. */
export function scrub(text: string): string {
  return masks.reduce((line, [pattern, replacement]) => line.replace(pattern, replacement as string), text)
}

function maskIfPhone(found: string): string {
  const digits = found.replace(/\D/g, '')
  if (digits.length < 9 || digits.length > 15) return found
  return maskPhone(`+${digits.replace(/^00/, '')}`)
}
