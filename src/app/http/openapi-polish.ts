type Json = { [key: string]: unknown }

const COMPONENT = '#/components/schemas/'

/**
 * Finishes a generated document: answers may grow fields, so they are left open; shapes that nothing refers to go; an
 * answer without a body has none.
 */
export function polish(document: object): Json {
  const { components, paths, ...rest } = structuredClone(document) as Json & { components: Json; paths: Json }
  const schemas = components.schemas as Json
  for (const response of responsesOf(paths)) leaveOpen(response)
  for (const [name, schema] of Object.entries(schemas)) if (!name.endsWith('Input')) leaveOpen(schema)
  return { ...rest, paths, components: { ...components, schemas: onlyUsed(schemas, paths) } }
}

function responsesOf(paths: Json): Json[] {
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods as Json))
  return operations.flatMap((operation) =>
    Object.entries((operation as { responses: Record<string, Json> }).responses).map(described),
  )
}

function described([status, response]: [string, Json]): Json {
  if (status === '204') delete response.content
  if (response.description === 'Default Response') response.description = status === '201' ? 'Made.' : 'Done.'
  return response
}

function leaveOpen(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if ('additionalProperties' in value && value.additionalProperties === false) delete value.additionalProperties
  for (const inner of Object.values(value)) leaveOpen(inner)
}

function onlyUsed(schemas: Json, paths: Json): Json {
  const used = new Set<string>()
  const follow = (value: unknown): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(new RegExp(`"\\$ref":"${COMPONENT}(\\w+)"`, 'g'))) {
      if (used.has(name)) continue
      used.add(name)
      follow(schemas[name])
    }
  }
  follow(paths)
  return Object.fromEntries(Object.entries(schemas).filter(([name]) => used.has(name)))
}
