import type { ProductOption } from '#modules/catalog/product.rules.ts'
import type { LocalizedText } from '#shared/language.ts'
import type { Row, RowFault } from './import.types.ts'
import { textOfCells } from './text-cells.rules.ts'

export type OptionsReading =
  | { options: ProductOption[] | undefined; places: number[][] | undefined }
  | { faults: RowFault[] }

/**
 * The options that the rows of a product speak of, and the place of each row's values in them. Both undefined when the
 * file has no columns for options.
 */
export function optionsOfRows(rows: readonly Row[]): OptionsReading {
  const [first] = rows
  if (first === undefined || !Object.keys(first.cells).some((name) => name.startsWith('option'))) {
    return { options: undefined, places: undefined }
  }
  const options: ProductOption[] = []
  const places: number[][] = rows.map(() => [])
  const faults: RowFault[] = []
  for (const n of [1, 2, 3]) {
    const name = rows.map(({ cells }) => plainText(cells, `option${n}_name`)).find((text) => text !== null) ?? null
    if (name === null) continue
    const values: LocalizedText[] = []
    rows.forEach(({ line, cells }, row) => {
      const value = plainText(cells, `option${n}_value`)
      if (value === null) faults.push(valueMissing(line, n))
      else places[row]?.push(placeOf(values, value))
    })
    options.push({ name, values })
  }
  return faults.length > 0 ? { faults } : { options, places }
}

function valueMissing(line: number, n: number): RowFault {
  return {
    line,
    field: `option${n}_value`,
    code: 'option-values-invalid',
    message: 'The row names no value of this option, and the other rows of the product do.',
    fix: 'Give every row of the product a value.',
  }
}

function placeOf(values: LocalizedText[], value: LocalizedText): number {
  const known = values.findIndex((each) => each.en === value.en && each.ar === value.ar)
  return known >= 0 ? known : values.push(value) - 1
}

function plainText(cells: Row['cells'], name: string): LocalizedText | null {
  const { en, ar } = textOfCells(cells, name) ?? {}
  const text = { ...(en && { en: en.trim() }), ...(ar && { ar: ar.trim() }) }
  return Object.keys(text).length === 0 ? null : text
}
