import { parseQuantity } from '#shared/text.ts'
import { intentOfTap } from './actions.rules.ts'
import type { Chat, Offered } from './chat.types.ts'
import { reachOf, readAddress } from './giving.rules.ts'
import type { Hearing } from './hearing.types.ts'
import type { Said } from './inbound.types.ts'
import type { Intent } from './intent.types.ts'
import { namingWords, orderNumberIn, plainWords, type Word, wishIn, wordIn } from './words.rules.ts'

type Text = Extract<Said, { kind: 'text' }>

/** Typed text: an offered choice first, then what the step asks for, then a word, then something to look for. */
export function understandText(said: Text, hearing: Hearing): Intent {
  const plain = plainWords(said.text)
  if (plain === '') return { is: 'nothing', why: 'empty' }
  return (
    asChoice(plain, hearing.chat) ??
    asQuantity(said.text, hearing.chat) ??
    asWord(plain, hearing) ??
    asOrderNumber(plain) ??
    asGiven(said.text, hearing) ??
    (said.about === null ? asWish(plain, said.text) : { is: 'product', retailerId: said.about })
  )
}

/** "2", or the title of a choice typed out, after a message that offered choices; not a title that two of them share. */
function asChoice(plain: string, { memory, step }: Chat): Intent | null {
  const offered = memory.offered ?? []
  const [titled, another] = offered.filter((choice) => choice.title === plain)
  const numbered = step !== 'quantity' ? offered[(parseQuantity(plain) ?? 0) - 1] : undefined
  return intentOfOffered(another === undefined ? (titled ?? numbered) : undefined, memory.offeredAt ?? 0)
}

function intentOfOffered(choice: Offered | undefined, version: number): Intent | null {
  return choice === undefined ? null : intentOfTap({ ...choice, version })
}

function asQuantity(text: string, { step, memory }: Chat): Intent | null {
  if (step !== 'quantity' || memory.variantId === undefined) return null
  const quantity = parseQuantity(text)
  return quantity === null ? null : { is: 'quantity', variantId: memory.variantId, quantity }
}

function asOrderNumber(plain: string): Intent | null {
  const number = orderNumberIn(plain)
  return number === null ? null : { is: 'order_number', number }
}

function asGiven(text: string, { chat, store }: Hearing): Intent | null {
  if (chat.step === 'address') return { is: 'address', ...readAddress(text, store.country) }
  if (chat.step === 'phone') return { is: 'phone', phone: reachOf(text, store.country) }
  return null
}

function asWish(plain: string, text: string): Intent {
  const wish = wishIn(plain)
  // "How much is it?" names nothing to look for, and letters of "it" are in half of all words.
  if (wish.text === '') return { is: 'greet' }
  return { is: 'search', ...wish, said: namingWords(text) || text.trim(), page: 0 }
}

function asWord(plain: string, hearing: Hearing): Intent | null {
  const word = wordIn(plain)
  return word === null ? null : intentOfWord(word, hearing)
}

const meanings: Readonly<Partial<Record<Word, Intent>>> = {
  greet: { is: 'greet' },
  menu: { is: 'menu' },
  browse: { is: 'browse', page: 0 },
  cart: { is: 'cart' },
  checkout: { is: 'checkout', pin: null },
  pay: { is: 'pay_again', orderId: null },
  cash: { is: 'pay_cash', orderId: null },
  card: { is: 'method', method: 'card', pin: null },
  address: { is: 'change_address' },
  edit: { is: 'edit' },
  cancel: { is: 'cancel' },
  orders: { is: 'orders' },
  again: { is: 'order_again', orderId: null },
  agent: { is: 'agent' },
  bot: { is: 'bot' },
  stop: { is: 'stop' },
  english: { is: 'language', language: 'en' },
  arabic: { is: 'language', language: 'ar' },
  thanks: { is: 'nothing', why: 'thanks' },
}

function intentOfWord(word: Word, hearing: Hearing): Intent {
  const meaning = meanings[word]
  if (meaning !== undefined) return meaning
  if (word === 'yes') return answered(hearing.chat, affirmative) ?? { is: 'nothing', why: 'acknowledged' }
  if (word === 'no') return answered(hearing.chat, negative) ?? { is: 'menu' }
  if (word === 'language') return { is: 'language', language: hearing.chat.language === 'en' ? 'ar' : 'en' }
  return { is: 'start' }
}

const affirmative = ['confirm', 'checkout', 'pay', 'pay-again', 'cancel-order', 'empty-cart', 'merge-add']
const negative = ['change', 'cart', 'menu']

/** "Yes" and "no" answer the question that was asked last, when it had such answers. */
function answered({ memory }: Chat, verbs: readonly string[]): Intent | null {
  const choice = memory.offered?.find(({ verb }) => verbs.includes(verb))
  return intentOfOffered(choice, memory.offeredAt ?? 0)
}
