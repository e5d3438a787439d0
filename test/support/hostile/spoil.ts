import { type Generating, resolved } from './generate.ts'
import type { Schema } from './operations.ts'

export type Spoiled = { body: unknown; how: string }

type Edit = { path: (string | number)[]; how: string; apply: (holder: Record<string, unknown>, key: string) => void }

/** Every way to make one field of a valid body wrong, by what the schema says about it. */
export function spoilings(schema: Schema, value: unknown, around: Pick<Generating, 'schemas'>): (() => Spoiled)[] {
  return editsOf({ schema, value, path: [] }, around).map((edit) => () => applied(value, edit))
}

function applied(value: unknown, { path, how, apply }: Edit): Spoiled {
  const root = { body: structuredClone(value) }
  const keys = ['body', ...path.map(String)]
  const last = keys.pop() ?? ''
  let holder = root as Record<string, unknown>
  for (const key of keys) holder = holder[key] as Record<string, unknown>
  apply(holder, last)
  return { body: root.body, how: `${['body', ...path].join('.')} ${how}` }
}

type Place = { schema: Schema; value: unknown; path: (string | number)[] }

function editsOf(place: Place, around: Pick<Generating, 'schemas'>): Edit[] {
  const { value, path } = place
  const schema = fitting(place.schema, value, around)
  if (schema === null) return []
  const here = wrongValues(schema, { mayBeNull: mayBeNull(place.schema) }).map(({ how, wrong }) => ({
    path,
    how,
    apply: (holder: Record<string, unknown>, key: string) => {
      holder[key] = wrong
    },
  }))
  return [...here, ...fieldEdits(schema, place), ...innerEdits(schema, place, around)]
}

/** Of several shapes, the one the value has; none for null, of which nothing can be said. */
function fitting(schema: Schema, value: unknown, around: Pick<Generating, 'schemas'>): Schema | null {
  if (schema.$ref !== undefined) return fitting(resolved(schema.$ref, around), value, around)
  if (schema.anyOf === undefined) return schema
  if (value === null) return null
  return schema.anyOf.find(({ type }) => type !== 'null') ?? null
}

function mayBeNull({ anyOf = [], type }: Schema): boolean {
  return type === undefined ? anyOf.some((branch) => branch.type === 'null') || anyOf.length === 0 : false
}

type Wrong = { how: string; wrong: unknown }

const otherKinds: Record<string, Wrong> = {
  null: { how: 'is null', wrong: null },
  boolean: { how: 'is true', wrong: true },
  integer: { how: 'is a number', wrong: 7 },
  string: { how: 'is a text', wrong: 'true' },
  array: { how: 'is a list', wrong: [] },
  object: { how: 'is an object', wrong: { $ne: 1 } },
}

function wrongValues(schema: Schema, { mayBeNull }: { mayBeNull: boolean }): Wrong[] {
  const own = schema.type
  if (own === undefined) return []
  const kinds = Object.entries(otherKinds)
    .filter(([kind]) => kind !== own && !(kind === 'integer' && own === 'number') && !(kind === 'null' && mayBeNull))
    .map(([, wrong]) => wrong)
  const bounds = own === 'object' ? [] : (boundsOf[own]?.(schema) ?? [])
  return [...kinds, ...bounds.map((wrong) => ({ how: `is ${JSON.stringify(wrong)?.slice(0, 40)}`, wrong }))]
}

const boundsOf: Record<string, (schema: Schema) => unknown[]> = {
  string: wrongTexts,
  integer: ({ minimum, maximum }) => [
    1.5,
    Number.MAX_SAFE_INTEGER + 1,
    -Number.MAX_SAFE_INTEGER - 1,
    1e300,
    ...(minimum === undefined ? [] : [minimum - 1]),
    ...(maximum === undefined ? [] : [maximum + 1]),
  ],
  number: ({ minimum, maximum }) => [
    ...(minimum === undefined ? [] : [minimum - 1]),
    ...(maximum === undefined ? [] : [maximum + 1]),
  ],
  array: ({ minItems = 0, maxItems, items }) => [
    ...(minItems > 0 ? [[]] : []),
    [null],
    ...(maxItems === undefined || items?.type !== 'integer' ? [] : [Array.from({ length: maxItems + 1 }, () => 0)]),
  ],
}

function wrongTexts({ enum: words, pattern, format, minLength = 0, maxLength }: Schema): unknown[] {
  if (words !== undefined) return ['no-such-word', '', String(words[0]).toUpperCase().concat(' ')]
  if (format === 'date-time')
    return ['2026-13-01T00:00:00Z', '2026-11-22', 'yesterday', '1795000000', '2026-11-22T09:00:00']
  if (format === 'uri') return ['x', 'javascript:alert(1)', 'file:///etc/passwd', '//evil.example', 'ftp://a.example/']
  if (pattern !== undefined) {
    return ['!', ' ', 'é', 'x'.repeat(200)].filter((text) => !new RegExp(pattern).test(text))
  }
  return [
    ...(minLength > 0 ? ['', '   ', '\u0000\u0001'] : []),
    ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1), '👍'.repeat(maxLength + 1)]),
  ]
}

/** A field too many, or one that is missing. */
function fieldEdits(schema: Schema, { value, path }: Place): Edit[] {
  if (schema.type !== 'object' || schema.properties === undefined) return []
  const added = ['storeId', 'status ', 'constructor', '$where'].map((name) => ({
    path: [...path, name],
    how: 'does not belong here',
    apply: (holder: Record<string, unknown>, key: string) => {
      holder[key] = 1
    },
  }))
  const present = Object.keys(value as object)
  const removed = (schema.required ?? [])
    .filter((name) => present.includes(name))
    .map((name) => ({
      path: [...path, name],
      how: 'is missing',
      apply: (holder: Record<string, unknown>, key: string) => {
        delete holder[key]
      },
    }))
  return [...(schema.additionalProperties === false ? added : []), ...removed]
}

function innerEdits(schema: Schema, { value, path }: Place, around: Pick<Generating, 'schemas'>): Edit[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, place) =>
      editsOf({ schema: schema.items ?? {}, value: item, path: [...path, place] }, around),
    )
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    const field = schema.properties?.[name]
    return field === undefined ? [] : editsOf({ schema: field, value: inner, path: [...path, name] }, around)
  })
}
