import type { HostileIds } from './fill-store.ts'

/** JSON Schema, as far as our own document uses it. */
export type Schema = {
  type?: string
  $ref?: string
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  pattern?: string
  format?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  items?: Schema
  minItems?: number
  maxItems?: number
  uniqueItems?: boolean
  properties?: Record<string, Schema>
  required?: string[]
  minProperties?: number
  additionalProperties?: boolean | Schema
}

export type Parameter = { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: Schema }

/** One route of the API, out of its own description. */
export type Operation = {
  /** `POST /v1/orders/{id}/refunds` */
  line: string
  method: string
  path: string
  parameters: readonly Parameter[]
  body: Schema | null
  takesFile: boolean
  /** The path with ids of things that are there. */
  address: () => string
}

export type Document = {
  paths: Record<string, Record<string, Described>>
  components?: { schemas?: Record<string, Schema> }
}

type Described = {
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Schema }> }
}

type IdKind = Exclude<keyof HostileIds, 'tokens'>

const kindOfPrefix: Record<string, IdKind> = {
  prd: 'product',
  var: 'variant',
  col: 'collection',
  img: 'image',
  imp: 'import',
  key: 'apiKey',
  shp: 'shopper',
  ord: 'order',
  oln: 'orderLine',
  shm: 'shipment',
}

/** The kind of thing a pattern like `^prd_[0-9a-f]{32}$` names; null for any other pattern. */
export function kindOfPattern(pattern: string | undefined): IdKind | null {
  const prefix = /^\^([a-z]{3})_\[0-9a-f\]\{32\}\$$/.exec(pattern ?? '')?.[1]
  if (prefix === undefined) return null
  const kind = kindOfPrefix[prefix]
  if (kind === undefined) throw new Error(`ids that begin with ${prefix}_ are new: give them a kind here`)
  return kind
}

export type Picking = { ids: HostileIds; pick: <T>(list: readonly T[]) => T }

/** Every operation that takes a key, as the document has them. */
export function operationsOf(document: Document, picking: Picking): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([name, described]) =>
      operationOf({ path, method: name.toUpperCase() }, described, picking),
    ),
  )
}

function operationOf(
  { path, method }: { path: string; method: string },
  { parameters = [], requestBody }: Described,
  { ids, pick }: Picking,
): Operation {
  const content = requestBody?.content ?? {}
  const idOf = (name: string): string => {
    const schema = parameters.find((parameter) => parameter.name === name)?.schema
    if (schema?.enum !== undefined) return String(pick(schema.enum))
    const kind = kindOfPattern(schema?.pattern)
    if (kind === null) throw new Error(`${method} ${path} has a parameter ${name} that nobody can fill`)
    return pick(ids[kind])
  }
  return {
    line: `${method} ${path}`,
    method,
    path,
    parameters,
    body: content['application/json']?.schema ?? null,
    takesFile: 'multipart/form-data' in content || 'text/csv' in content,
    address: () => path.replace(/\{(\w+)\}/g, (_, name: string) => idOf(name)),
  }
}

const MOST_KNOWN = 200

/** Keeps the ids of what was just made, so that later requests can name it when others have been deleted. */
export function learnIds(ids: HostileIds, view: Record<string, unknown> | null): void {
  const { id, variants } = view ?? {}
  learnId(ids, id)
  for (const variant of Array.isArray(variants) ? variants : []) learnId(ids, variant.id)
}

function learnId(ids: HostileIds, id: unknown): void {
  const [, prefix = ''] = /^([a-z]{3})_[0-9a-f]{32}$/.exec(String(id)) ?? []
  const kind = kindOfPrefix[prefix]
  if (kind === undefined) return
  const known = ids[kind]
  known.push(String(id))
  if (known.length > MOST_KNOWN) known.shift()
}
