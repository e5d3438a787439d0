import { languages } from '#shared/language.ts'
import { scriptOf } from '#shared/text.ts'
import type { Row, TextPatch } from './import.types.ts'

/**
 * A text from its columns `name_en`, `name_ar` and `name`; the last is in the language of its script. An empty cell of a
 * language takes that language away; undefined when the file has no such column or says nothing in the plain one.
 */
export function textOfCells(cells: Row['cells'], name: string): TextPatch | undefined {
  const patch: TextPatch = {}
  for (const language of languages) {
    const cell = cells[`${name}_${language}`]
    if (cell !== undefined) patch[language] = cell.trim() === '' ? null : cell
  }
  const plain = cells[name]?.trim()
  if (plain) patch[scriptOf(plain) === 'arabic' ? 'ar' : 'en'] = plain
  return Object.keys(patch).length === 0 ? undefined : patch
}
