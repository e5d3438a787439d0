import { foldText } from '#shared/text.ts'
import { wordLists } from './word-lists.rules.ts'

/** What a whole message may be in one word, understood at every step and in both languages. */
export type Word = keyof typeof wordLists

/** Folded, and without the punctuation and pictures around words; what words and titles are compared in. */
export function plainWords(text: string): string {
  return foldText(text)
    .replace(/[^\p{L}\p{N}#]+/gu, ' ')
    .trim()
}

const wordOf: ReadonlyMap<string, Word> = new Map(
  Object.entries(wordLists).flatMap(([word, phrases]) =>
    phrases.split(',').map((phrase) => [plainWords(phrase), word as Word] as const),
  ),
)

/** The word this message is, or null when it is something else. Takes `plainWords` of the message. */
export function wordIn(plain: string): Word | null {
  return wordOf.get(plain) ?? wordOf.get(withoutManners(plain)) ?? null
}

const manners =
  /^(?:(?:please|pls|plz|can i|i want to|i would like to|show me|show|see|my|the|لو سمحت|لو سمحتي|من فضلك|ممكن|ابي|ابغي|عايز|عاوز|بدي|اريد|عرض|اعرض) )+|(?: (?:please|pls|plz|now|لو سمحت|من فضلك|الان))+$/gu

function withoutManners(plain: string): string {
  return plain.replace(manners, '').trim()
}

/** The number of the order a message names ("order 41", "طلب رقم ٤١", "#41"), or null. */
export function orderNumberIn(plain: string): number | null {
  const digits =
    /^(?:(?:my )?order(?: (?:no|number|status))?|track|طلبي|طلب|الطلب|اوردر)?(?: رقم)? ?#? ?(\d{1,9})$/u.exec(plain)
  const named = digits !== null && !/^\d/.test(plain)
  return named ? Number(digits[1]) : null
}

const fillers = new Set(
  [
    'what i want need looking for do you have any some of the a an price how much is are can get me buy order show please hi hello hey it its this that these those them one ones there cost costs prices and or to about tell know could would like',
    'ابي ابغى ابغا عايز عاوز عاوزه بدي اريد نبي ودي حاب حابه محتاج محتاجه عندكم عندك فيه في هل من بكم بكام كم سعر قديش شقد طلب اطلب لو سمحت سمحتي فضلك ممكن السلام عليكم مرحبا هلا هذا هذه هذي هاد هاي ذا ذي السعر الاسعار اسعار سعره سعرها بكم هو هي كيف ايش وش شو ايه او و عن',
  ]
    .map(plainWords)
    .flatMap((words) => words.split(' ')),
)

const ordering = /^(?:(?:i want to|please|لو سمحت|ابي|ابغي|اريد|بدي|عايز) )?(?:order|buy|طلب|اطلب|اشتري) /u

export type Wish = {
  text: string
  quantity: number | null
  /** Said to be ordered, as links on a shop's page have it, and not only looked for. */
  order: boolean
}

/** A number in front of a name; in front of a measure ("2 kg") it belongs to the name. */
const numberOfThings =
  /^(\d{1,2}) (?!(?:kgs?|kilos?|g|gm|gr|grams?|ml|l|liters?|litres?|كيلو|كيلوا|كجم|كغ|كغم|ك|جرام|غرام|جم|غ|غم|مل|لتر|ليتر)(?: |$))(?:x )?(.+)$/u

const edges = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu

/** The words of a text that name something, as they were written: what is said back instead of a whole sentence. */
export function namingWords(text: string): string {
  const words = text.split(/\s+/).map((word) => word.replace(edges, ''))
  return words.filter((word) => word !== '' && !fillers.has(plainWords(word))).join(' ')
}

/** What a free text asks to be looked for, and how many, without the words that only carry the wish. */
export function wishIn(plain: string): Wish {
  const wanted = plain.replace(ordering, '')
  const counted = numberOfThings.exec(wanted)
  const quantity = counted === null ? 0 : Number(counted[1])
  const rest = quantity > 0 ? (counted?.[2] ?? wanted) : wanted
  const words = rest.split(' ').filter((word) => !fillers.has(word))
  return { text: words.join(' '), quantity: quantity > 0 ? quantity : null, order: ordering.test(plain) }
}
