import { itemCount, pieceCount } from '#modules/conversation/texts/phrases.ts'
import { shopTexts } from '#modules/conversation/texts/shop-texts.ts'
import { talkTexts } from '#modules/conversation/texts/talk-texts.ts'
import type { Choice, Reply, Say, Situation, Turn } from '#modules/conversation/turn.types.ts'
import { packUuid } from '#shared/ids.ts'
import { type Language, pick } from '#shared/language.ts'
import { countOf } from './lines.ts'
import { mostRows } from './paging.ts'
import { answered, choice, paragraphs, pending, titled } from './turns.ts'

const mostButtons = 3

/** The first words of a shop, with everything one may do. */
export function greet(situation: Situation): Turn {
  const { language, store, collections } = situation
  const facts = { store: pick(store.name, language, store.defaultLanguage) }
  const welcome = collections.length > 0 ? shopTexts.welcome(language, facts) : shopTexts.welcomeBare(language, facts)
  return home(situation, { text: welcome, purpose: 'menu' })
}

export function menu(situation: Situation): Turn {
  const text = shopTexts.menu(situation.language, {})
  return home(situation, { text, purpose: 'menu' })
}

/** Everything one may do, below a text of the caller's. */
export function home(situation: Situation, { text, purpose }: { text: string; purpose: string }): Turn {
  return answered(situation, { say: homeSay(situation, text), purpose })
}

function homeSay(situation: Situation, text: string): Say {
  const { language, store, collections } = situation
  const yours = yourChoices(situation)
  if (collections.length === 0) {
    return { kind: 'buttons', text, choices: yours.slice(0, mostButtons) }
  }
  const sections = [
    { title: titled(situation, 'shopSection'), choices: collectionChoices(situation, mostRows - yours.length) },
    { title: titled(situation, 'yoursSection'), choices: yours },
  ]
  const say = { kind: 'list' as const, text, button: titled(situation, 'openShop'), sections }
  return store.languages.length > 1 ? { ...say, footer: shopTexts.otherLanguage(language, {}) } : say
}

function yourChoices(situation: Situation): Choice[] {
  const { cart, orders, store, language } = situation
  const others = store.languages.filter((each) => each !== language)
  return [
    ...(cart.lines.length > 0 ? [cartChoice(situation)] : []),
    ...(orders.length > 0 ? [choice(situation, 'orders', { title: 'orders' })] : []),
    ...others.map((each) => languageChoice(situation, each)),
    choice(situation, 'agent', { title: 'agent' }),
  ]
}

function cartChoice(situation: Situation): Choice {
  const description = pieceCount(situation.language, { count: countOf(situation.cart.lines) })
  return { ...choice(situation, 'cart', { title: 'cart' }), description }
}

function languageChoice(situation: Situation, language: Language): Choice {
  return choice(situation, 'language', { title: 'otherLanguage', args: [language] })
}

/** The store's sections as rows; when there are more than fit, the last row leads to all of them. */
function collectionChoices(situation: Situation, room: number): Choice[] {
  const { collections } = situation
  const rows = collections.map((collection) => collectionRow(situation, collection))
  if (rows.length <= room) return rows
  return [...rows.slice(0, room - 1), choice(situation, 'browse', { title: 'allCollections', args: ['0'] })]
}

export function collectionRow(situation: Situation, collection: Situation['collections'][number]): Choice {
  const { language, store } = situation
  const { productCount: count } = collection
  return {
    verb: 'collection',
    args: [packUuid(collection.id), '0'],
    title: pick(collection.title, language, store.defaultLanguage),
    ...(count !== null && { description: itemCount(language, { count }) }),
  }
}

/** Three ways on for any message without buttons of its own. */
export function homeChoices(situation: Situation): Choice[] {
  const { collections, orders } = situation
  return [
    ...(collections.length > 0 ? [choice(situation, 'browse', { title: 'browse', args: ['0'] })] : []),
    ...(orders.length > 0 ? [choice(situation, 'orders', { title: 'orders' })] : []),
    choice(situation, 'agent', { title: 'agent' }),
  ]
}

export function changeLanguage(situation: Situation, language: Language): Reply {
  if (!situation.store.languages.includes(language)) {
    return home(situation, { text: talkTexts.oneLanguage(situation.language, {}), purpose: 'menu' })
  }
  const speaking = pending({ ...situation, language }, { language: { language, chosen: true } })
  const text = paragraphs(talkTexts.language(language, {}), shopTexts.menu(language, {}))
  return home(speaking, { text, purpose: 'menu' })
}
