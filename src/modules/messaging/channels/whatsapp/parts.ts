import { cleanInbound, codePoints, cutGraphemes } from '#shared/text.ts'

/** Why a content cannot be sent as it is; every reason is a bug or a limit of its author. */
export type BodyRefusal =
  | 'empty-text'
  | 'empty-title'
  | 'no-choices'
  | 'too-many-buttons'
  | 'too-many-rows'
  | 'too-many-sections'
  | 'too-many-products'
  | 'section-title-missing'
  | 'header-missing'
  | 'bad-id'
  | 'repeated-id'
  | 'bad-url'
  | 'bad-recipient'
  | 'no-catalog'
  | 'bad-parameter'

/** Thrown inside the builder only; its door turns it into a verdict. */
export class Unbuildable extends Error {
  readonly reason: BodyRefusal

  constructor(reason: BodyRefusal) {
    super(reason)
    this.name = 'Unbuildable'
    this.reason = reason
  }
}

/**
 * Meta's limits in Unicode code points, which it counts in an undocumented unit.
 * https://developers.facebook.com/docs/whatsapp/cloud-api/messages/interactive-list-messages
 */
export const limits = {
  text: 4096,
  body: 1024,
  header: 60,
  footer: 60,
  buttonTitle: 20,
  rowTitle: 24,
  rowDescription: 72,
  sectionTitle: 24,
  replyId: 256,
  rowId: 200,
  retailerId: 100,
  url: 2000,
  buttons: 3,
  rows: 10,
  sections: 10,
  products: 30,
} as const

const nothingToSee = /^[\s\p{Cf}\p{Mn}]*$/u

/** Text of several lines, cut to the limit; refused when there is nothing to read. */
export function paragraph(text: string, max: number): string {
  const clean = cutGraphemes(cleanInbound(text).trim(), max)
  if (nothingToSee.test(clean)) throw new Unbuildable('empty-text')
  return clean
}

/** One line, cut to the limit; null when there is nothing to read. */
export function line(text: string | undefined, max: number): string | null {
  const clean = cutGraphemes(
    cleanInbound(text ?? '')
      .replace(/\s+/g, ' ')
      .trim(),
    max,
  )
  return nothingToSee.test(clean) ? null : clean
}

export function title(text: string, max: number): string {
  const clean = line(text, max)
  if (clean === null) throw new Unbuildable('empty-title')
  return clean
}

/** Titles that the shopper can tell apart: an equal one gets a number, within the limit. */
export function distinct(titles: readonly string[], max: number): string[] {
  const taken = new Set<string>()
  return titles.map((wanted) => {
    let unique = wanted
    for (let count = 2; taken.has(unique); count += 1) {
      const suffix = ` ${count}`
      unique = cutGraphemes(wanted, max - codePoints(suffix)) + suffix
    }
    taken.add(unique)
    return unique
  })
}

/** Ids come back as they were sent or not at all, so they are never mended. */
export function identifiers(ids: readonly string[], max: number): void {
  for (const id of ids) {
    if (id === '' || id !== id.trim() || codePoints(id) > max || cleanInbound(id) !== id)
      throw new Unbuildable('bad-id')
  }
  if (new Set(ids).size !== ids.length) throw new Unbuildable('repeated-id')
}

export function httpUrl(url: string): string {
  if (!/^https?:\/\/\S+$/.test(url) || !URL.canParse(url) || codePoints(url) > limits.url)
    throw new Unbuildable('bad-url')
  return url
}
