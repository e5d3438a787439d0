import type { Content, ListSection, SimpleContent } from '#modules/messaging/index.ts'
import { signAction } from '#shared/signed-action.ts'
import { cutGraphemes } from '#shared/text.ts'
import type { Offered } from './chat.types.ts'
import type { Choice, ChoiceSection, Say } from './turn.types.ts'
import { plainWords } from './words.rules.ts'

export type Seal = { key: Uint8Array; storeId: string; shopperId: string; cartVersion: number }

/** What is said as a message: every choice signed for this shopper and the cart as it stands after the turn. */
export function seal(say: Say, by: Seal): Content {
  switch (say.kind) {
    case 'products': {
      const { retailerIds, instead, ...said } = say
      return {
        ...said,
        header: cut(said.header, 60),
        sections: [{ title: cut(said.header, 24), retailerIds: [...retailerIds] }],
        fallback: simple(instead, by),
      }
    }
    case 'product': {
      const { instead, ...said } = say
      return { ...said, fallback: simple(instead, by) }
    }
    case 'notice':
      return say
    default:
      return simple(say, by)
  }
}

function simple(say: Say, by: Seal): SimpleContent {
  switch (say.kind) {
    case 'buttons': {
      const { choices, ...said } = say
      return { ...said, buttons: choices.map((choice) => ({ id: idOf(choice, by), title: cut(choice.title, 20) })) }
    }
    case 'list':
      return { ...say, sections: say.sections.map((section) => sealedSection(section, by)) }
    case 'text':
    case 'link':
    case 'location_request':
      return say
    case 'products':
    case 'product':
    case 'notice':
      throw new Error(`a ${say.kind} stands in for nothing`)
  }
}

function sealedSection({ title, choices }: ChoiceSection, by: Seal): ListSection {
  return {
    title: cut(title, 24),
    rows: choices.map((choice) => ({
      id: idOf(choice, by),
      title: cut(choice.title, 24),
      ...(choice.description !== undefined && { description: cut(choice.description, 72) }),
    })),
  }
}

function idOf({ verb, args }: Choice, { key, storeId, shopperId, cartVersion }: Seal): string {
  return signAction(key, { storeId, shopperId, verb, args, version: cartVersion })
}

const nothingToSee = /^[\s\p{Cf}\p{Mn}]*$/u

/** A name its owner left blank is still something to tap on: without a title Meta refuses the whole message. */
function cut(text: string, max: number): string {
  return nothingToSee.test(text) ? '…' : cutGraphemes(text, max)
}

/** The choices a message offers, in the order the shopper sees them, to know a typed "2" or a typed title by. */
export function offeredIn(say: Say): Offered[] {
  return choicesIn(say).map(({ verb, args, title }) => ({ verb, args, title: plainWords(title) }))
}

function choicesIn(say: Say): readonly Choice[] {
  if (say.kind === 'buttons') return say.choices
  if (say.kind === 'list') return say.sections.flatMap((section) => section.choices)
  // What stands by has the same things in the same order.
  return say.kind === 'products' || say.kind === 'product' ? choicesIn(say.instead) : []
}
