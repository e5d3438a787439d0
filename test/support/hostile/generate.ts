import fc from 'fast-check'
import type { HostileIds } from './fill-store.ts'
import { kindOfPattern, type Schema } from './operations.ts'

export type Generating = { schemas: Record<string, Schema>; ids: HostileIds }

/** Values that a schema of our document takes: small and plain ones, the longest and the largest, and things that exist. */
export function valuesOf(schema: Schema, around: Generating): fc.Arbitrary<unknown> {
  if (schema.$ref !== undefined) return valuesOf(resolved(schema.$ref, around), around)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((branch) => valuesOf(branch, around)))
  const make = makers[schema.type ?? 'any']
  if (make === undefined) throw new Error(`a schema of an unknown type: ${JSON.stringify(schema)}`)
  return make(schema, around)
}

export function resolved(reference: string, { schemas }: Pick<Generating, 'schemas'>): Schema {
  const schema = schemas[reference.replace('#/components/schemas/', '')]
  if (schema === undefined) throw new Error(`${reference} leads nowhere`)
  return schema
}

/** Control characters, halves of pairs and all. */
const anyText = fc.string({
  unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
  maxLength: 20,
})
const anything = fc
  .letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.oneof(anyText, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(anyText, tie('value'), { maxKeys: 3 }),
    ),
  }))
  .value.filter(isTaken)

/** The one name of a field that no body may have. */
function isTaken(value: unknown): boolean {
  return !JSON.stringify(value).includes('__proto__')
}

type Make = (schema: Schema, around: Generating) => fc.Arbitrary<unknown>

const makers: Record<string, Make> = {
  any: () => anything,
  null: () => fc.constant(null),
  boolean: () => fc.boolean(),
  string: textsOf,
  integer: ({ minimum = Number.MIN_SAFE_INTEGER, maximum = Number.MAX_SAFE_INTEGER }) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: Math.max(minimum, -50), max: Math.min(maximum, 5_000) }) },
      { weight: 1, arbitrary: fc.maxSafeInteger().map((n) => Math.min(Math.max(n, minimum), maximum)) },
      { weight: 1, arbitrary: fc.constantFrom(minimum, maximum) },
    ),
  number: ({ minimum = -Number.MAX_VALUE, maximum = Number.MAX_VALUE }) =>
    fc.double({ min: minimum, max: maximum, noNaN: true }),
  array: arraysOf,
  object: objectsOf,
}

function arraysOf({ items = {}, minItems = 0, maxItems = 10, uniqueItems = false }: Schema, around: Generating) {
  const lengths = { minLength: minItems, maxLength: Math.min(maxItems, minItems + 4) }
  const values = valuesOf(items, around)
  return uniqueItems
    ? fc.uniqueArray(values, { ...lengths, selector: (value) => JSON.stringify(value) })
    : fc.array(values, lengths)
}

function objectsOf(schema: Schema, around: Generating): fc.Arbitrary<object> {
  const { properties, oneOf, minProperties = 0 } = schema
  if (properties === undefined) return fc.dictionary(anyText, anything, { maxKeys: 5 }).filter(isTaken)
  if (oneOf !== undefined) return fc.oneof(...oneOf.map((branch) => objectsOf(branchOf(schema, branch), around)))
  const fields = Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, valuesOf(field, around)]))
  const required = schema.required ?? []
  const made = fc.record(fields, { requiredKeys: required.filter((name) => name in fields), noNullPrototype: true })
  return minProperties === 0 ? made : made.filter((value) => Object.keys(value).length >= minProperties)
}

/** Of alternatives that each ask for other fields, one with its own and without the others'. */
function branchOf({ oneOf = [], ...schema }: Schema, chosen: Schema): Schema {
  const others = oneOf.filter((branch) => branch !== chosen).flatMap(({ required = [] }) => required)
  const own = Object.entries(schema.properties ?? {}).filter(([name]) => !others.includes(name))
  return {
    ...schema,
    properties: Object.fromEntries(own),
    required: [...(schema.required ?? []), ...(chosen.required ?? [])],
  }
}

/** One code point each, none of them a blank or a control character: they count and survive cleaning. */
const letters = ['a', 'Z', '7', '-', "'", '"', '<', '&', '%', '\\', 'é', 'ش', 'ر', '٣', '漢', '👍', '…', '$', '{', '=']

function textsOf(
  { pattern, format, minLength = 0, maxLength = 200 }: Schema,
  { ids }: Generating,
): fc.Arbitrary<string> {
  const kind = kindOfPattern(pattern)
  if (kind !== null) return idsOf(pattern ?? '', ids[kind])
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern)).map((text) => text.slice(0, maxLength))
  if (format === 'date-time') return times
  if (format === 'uri') return links
  const letter = fc.constantFrom(...letters)
  const short = fc.array(letter, { minLength, maxLength: Math.min(maxLength, 30) })
  const longest = fc.array(letter, { minLength: maxLength, maxLength })
  return fc.oneof({ weight: 9, arbitrary: short }, { weight: 1, arbitrary: longest }).map((each) => each.join(''))
}

function idsOf(pattern: string, known: readonly string[]): fc.Arbitrary<string> {
  const unknown = fc.stringMatching(new RegExp(pattern))
  return fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: unknown })
}

const offsets = ['Z', '+00:00', '+03:00', '-11:30', '+14:00']
const times = fc
  .tuple(
    fc.date({ min: new Date('2020-01-01T00:00:00Z'), max: new Date('2035-12-31T00:00:00Z'), noInvalidDate: true }),
    fc.constantFrom(...offsets),
  )
  .map(([date, offset]) => date.toISOString().replace('Z', offset))

const links = fc.constantFrom(
  'https://track.example/1',
  'http://track.example/?q=%D8%AA',
  'https://user@track.example:8443/a#b',
  'https://[2001:db8::1]/x',
  'https://xn--mgbh0fb.xn--kgbechtv/',
)
