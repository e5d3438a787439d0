export type TextDirection = 'ltr' | 'rtl'

const strong =
  /(?<rtl>[\u061C\u200F]|[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}])|[\u200E]|\p{L}/u
const isolated = /[\u2066-\u2068][^\u2066-\u2069]*\u2069/g

/** The direction of the first strong letter outside isolates (Unicode UAX #9, rules P2 and P3); null when none is strong. */
export function directionOf(text: string): TextDirection | null {
  const found = strong.exec(withoutIsolates(text).replaceAll(/[\p{Nd}\p{P}\p{M}]/gu, ''))
  if (found === null) return null
  return found.groups?.rtl === undefined ? 'ltr' : 'rtl'
}

function withoutIsolates(text: string): string {
  const outer = text.replaceAll(isolated, '')
  return outer === text ? text : withoutIsolates(outer)
}

/** The direction of one line of a message: its own, else the message's; null when neither has letters that tell. */
export function directionOfLine(line: string, whole: string): TextDirection | null {
  return directionOf(line) ?? directionOf(whole) ?? directionOf(whole.replaceAll(/[\u2066-\u2069]/g, ''))
}
