import { naughtyStrings } from '#test/hostile/corpus/naughty-strings.ts'
import type { Dice } from '#test/support/hostile/dice.ts'
import type { HostileIds } from '#test/support/hostile/fill-store.ts'
import { resolved } from '#test/support/hostile/generate.ts'
import { kindOfPattern, type Operation, type Schema } from '#test/support/hostile/operations.ts'
import { type Answer, parsed, type Scenario, type Send } from '#test/support/hostile/play.ts'
import { storable } from '#test/support/hostile/webhooks.ts'

export type AtTexts = {
  operations: readonly Operation[]
  schemas: Record<string, Schema>
  ids: HostileIds
  key: () => string
  dice: Dice
}

type Slot = { operation: Operation; path: (string | number)[] }

/** Every naughty text in every text field of the API, and in every text of a query; what was taken reads back as promised. */
export function* naughtyTexts(at: AtTexts): Generator<Scenario> {
  const slots: Slot[] = at.operations.flatMap((operation) =>
    operation.body === null ? [] : textPaths(operation.body, at).map((path) => ({ operation, path })),
  )
  const queries = at.operations.flatMap((operation) =>
    operation.parameters
      .filter((parameter) => parameter.in === 'query' && parameter.schema.type === 'string')
      .map(({ name }) => ({ operation, name })),
  )
  const inBody = slots.flatMap((slot) => naughtyStrings.map(({ text }) => inField(at, slot, text)))
  const inQuery = queries.flatMap((query) => naughtyStrings.map(({ text }) => inSearch(at, query, text)))
  yield* at.dice.shuffled([...inBody, ...inQuery])
}

/** Where the schema takes a free text, seen from the body. */
function textPaths(schema: Schema, at: AtTexts): (string | number)[][] {
  if (schema.$ref !== undefined) return textPaths(resolved(schema.$ref, at), at)
  if (schema.anyOf !== undefined) return schema.anyOf.flatMap((branch) => textPaths(branch, at))
  if (schema.type === 'string') return isFreeText(schema) ? [[]] : []
  if (schema.type === 'array') return textPaths(schema.items ?? {}, at).map((path) => [0, ...path])
  return Object.entries(schema.properties ?? { note: { type: 'string' } }).flatMap(([name, field]) =>
    textPaths(field, at).map((path) => [name, ...path]),
  )
}

function isFreeText({ enum: words, pattern }: Schema): boolean {
  return words === undefined && kindOfPattern(pattern) === null
}

function inField(at: AtTexts, { operation, path }: Slot, text: string): Scenario {
  return {
    name: `${operation.line} with ${JSON.stringify(text.slice(0, 40))} in ${path.join('.')}`,
    run: async (send) => {
      const body = plainBody(operation.body ?? {}, at) as Record<string, unknown>
      put(body, path, text)
      const answer = await send({
        method: operation.method,
        url: operation.address(),
        headers: { authorization: `Bearer ${at.key()}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      return answer.status < 300 ? readsBack(send, { at, answer, path, text }) : null
    },
  }
}

type Back = { at: AtTexts; answer: Answer; path: (string | number)[]; text: string }

/** What the answer shows at the same place, and what a second reading shows, is the text made storable and trimmed. */
async function readsBack(send: Send, { at, answer, path, text }: Back): Promise<string | null> {
  const view = parsed(answer.body)
  const shown = lookUp(view, path)
  if (typeof shown !== 'string') return null
  const wanted = [text, storable(text).trim()]
  if (!wanted.includes(shown)) return `shows ${JSON.stringify(shown.slice(0, 80))}`
  const page = pages[/^([a-z]{3})_/.exec(String(view?.id))?.[1] ?? '']
  if (page === undefined) return null
  const again = await send({
    method: 'GET',
    url: `${page}/${view?.id}`,
    headers: { authorization: `Bearer ${at.key()}` },
  })
  const reading = parsed(again.body)
  // Another scenario may have written since, to the same thing.
  if (again.status === 404 || reading?.version !== view?.version) return null
  const read = lookUp(reading, path)
  return read === shown ? null : `reads back as ${JSON.stringify(String(read).slice(0, 80))}`
}

const pages: Record<string, string> = { prd: '/v1/products', col: '/v1/collections', shm: '/v1/shipments' }

function inSearch(at: AtTexts, { operation, name }: { operation: Operation; name: string }, text: string): Scenario {
  return {
    name: `${operation.line} with ${JSON.stringify(text.slice(0, 40))} as ${name}`,
    run: async (send) => {
      const query = `${name}=${encodeURIComponent(text.toWellFormed())}`
      const url = `${operation.address()}?${query}`.slice(0, 12_000)
      const answer = await send({ method: 'GET', url, headers: { authorization: `Bearer ${at.key()}` } })
      return [200, 400, 414].includes(answer.status) ? null : `answered ${answer.status}`
    },
  }
}

/** A plain body with every optional field in it. */
function plainBody(schema: Schema, at: AtTexts): unknown {
  if (schema.$ref !== undefined) return plainBody(resolved(schema.$ref, at), at)
  if (schema.enum !== undefined) return schema.enum.includes('SAR') ? 'SAR' : schema.enum[0]
  if (schema.anyOf !== undefined) return plainBody(schema.anyOf.find(({ type }) => type !== 'null') ?? {}, at)
  if (schema.type === 'array') return [plainBody(schema.items ?? {}, at)]
  if (schema.type === 'object') return plainObject(schema, at)
  return plainValue(schema, at)
}

function plainObject({ properties = {}, oneOf = [] }: Schema, at: AtTexts): object {
  const left = oneOf.slice(1).flatMap(({ required = [] }) => required)
  const fields = Object.entries(properties).filter(([name]) => !left.includes(name) && !careless.has(name))
  return Object.fromEntries(fields.map(([name, field]) => [name, plainNamed(name, plainBody(field, at), at)]))
}

/** Fields that would refuse the whole for a reason of their own. */
const careless = new Set(['retailerId', 'compareAt', 'expiresAt', 'catalogId', 'lines', 'collected', 'defaultLanguage'])
const unique = new Set(['sku', 'handle', 'eventId', 'trackingNumber'])

function plainNamed(name: string, value: unknown, { dice }: AtTexts): unknown {
  if (unique.has(name)) return `u${dice.below(2 ** 31).toString(36)}`
  if (name === 'timeZone') return 'Asia/Riyadh'
  return value
}

function plainValue({ type, pattern, format, minimum = 0 }: Schema, { ids, dice }: AtTexts): unknown {
  const kind = kindOfPattern(pattern)
  if (kind !== null) return dice.pick(ids[kind])
  if (format === 'date-time') return '2026-11-22T09:00:00Z'
  if (format === 'uri') return 'https://track.example/1'
  if (type === 'integer') return Math.max(minimum, 0)
  return type === 'boolean' ? false : 'plain'
}

function put(body: Record<string, unknown>, path: readonly (string | number)[], text: string): void {
  const keys = [...path]
  const last = keys.pop()
  let holder: Record<string, unknown> = body
  for (const key of keys) {
    if (typeof holder[key] !== 'object' || holder[key] === null) holder[key] = typeof key === 'number' ? [] : {}
    holder = holder[key] as Record<string, unknown>
  }
  if (last !== undefined) holder[last] = text
}

function lookUp(view: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
    view,
  )
}
