import { toLatinDigits } from './digits.ts'

// The kana voicing marks are left alone: they make another letter, not an accent.
const marks = /[\p{Cf}\u0640[[\p{M}&&[\p{sc=Arabic}\p{sc=Inherited}]]--[\u3099\u309A]]]/gv
const blanks = /[\s\p{Z}\p{Cc}]+/gu

const letterForms: ReadonlyMap<string, string> = new Map([
  ['ٱ', 'ا'],
  ['ٲ', 'ا'],
  ['ٳ', 'ا'],
  ['ٵ', 'ا'],
  ['ى', 'ي'],
  ['ی', 'ي'],
  ['ې', 'ي'],
  ['ے', 'ي'],
  ['ة', 'ه'],
  ['ہ', 'ه'],
  ['ھ', 'ه'],
  ['ە', 'ه'],
  ['ۃ', 'ه'],
  ['ک', 'ك'],
  ['ڪ', 'ك'],
])
const foldableLetter = new RegExp(`[${[...letterForms.keys()].join('')}]`, 'gu')

/**
 * The form in which words are compared and searched, never shown: compatibility forms unified, accents, vowel signs,
 * tatweel and invisible characters dropped, Arabic letter variants merged, digits Latin, lower-case, single spaces.
 */
export function foldText(text: string): string {
  const bare = text.normalize('NFKD').replace(marks, '').replace(foldableLetter, plainLetter)
  return toLatinDigits(bare)
    .toLowerCase()
    .normalize('NFKD')
    .replace(marks, '')
    .replace(blanks, ' ')
    .trim()
    .normalize('NFC')
}

function plainLetter(letter: string): string {
  return letterForms.get(letter) ?? letter
}
