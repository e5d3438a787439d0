import { parsePhone } from '#shared/phone.ts'
import { cutGraphemes } from '#shared/text.ts'
import type { GivenAddress } from './chat.types.ts'
import type { Said } from './inbound.types.ts'

const mostAddress = 500

/** Digits that may be a phone, however they are spaced. */
const phoneLike = /\+?\p{Nd}[\p{Nd}\s().-]{6,18}\p{Nd}/gu

/** The same with the words people put before it, which say nothing once it is taken out. */
const labeledPhone =
  /(?:(?:phone|mobile|tel|cell|number|رقم|الجوال|جوال|جوالي|هاتف|الهاتف|تلفون|موبايل|رقمي)[\s:.-]*){0,3}\+?\p{Nd}[\p{Nd}\s().-]{6,18}\p{Nd}/giu

/** The first valid phone of a text in E.164; national numbers are read as of the store's country. */
export function reachOf(text: string, country: string): string | null {
  for (const [candidate] of text.matchAll(phoneLike)) {
    const phone = parsePhone(candidate, country)
    if (phone !== null) return phone
  }
  return null
}

export type Given = { address: GivenAddress; phone: string | null }

/** An address typed out, and the phone that came with it; the phone is taken out of the address. */
export function readAddress(text: string, country: string): Given {
  const phone = reachOf(text, country)
  const bare =
    phone === null ? text : text.replace(labeledPhone, (run) => (reachOf(run, country) === phone ? ' ' : run))
  const tidy = bare
    .replace(/[^\S\n]+/g, ' ')
    .replace(/^[\s,،;:.-]+|[\s,،;:-]+$/g, '')
    .replace(/\s*\n\s*/g, ', ')
  return { address: { text: cutGraphemes(tidy, mostAddress), latitude: null, longitude: null }, phone }
}

/** A pin as an address: its label when it has one, else its coordinates, marked as what they are in any language. */
export function placeOf({ latitude, longitude, label }: Extract<Said, { kind: 'pin' }>): GivenAddress {
  const text = label ?? `📍 ${latitude.toFixed(5)}, ${longitude.toFixed(5)}`
  return { text: cutGraphemes(text, mostAddress), latitude, longitude }
}

/** Below this nobody finds a door: one word is a town. */
const fewest = { letters: 6, words: 2 }

const question = /[?؟]\s*$/u

export function isAddress({ text }: GivenAddress): boolean {
  const letters = text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  const words = text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0
  return letters >= fewest.letters && words >= fewest.words && !question.test(text)
}
