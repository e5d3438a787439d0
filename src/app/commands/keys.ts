import type { Runtime } from '#app/runtime.ts'
import { SetupFault } from '#app/setup-fault.ts'
import { createApiKey, revokeApiKey } from '#modules/stores/index.ts'
import { inStore } from '#platform/context.ts'
import { isScope, type Scope, scopes } from '#platform/http.ts'
import { parsePublicId, publicId } from '#shared/ids.ts'
import { openCommand, say } from './terminal.ts'

const actor = { kind: 'operator', id: 'cli' } as const

export async function createKey(options: {
  store: string
  name: string
  scopes: string
  expires?: string
}): Promise<void> {
  await using runtime = openCommand()
  const storeId = await storeIdOf(runtime, options.store)
  const { randomBytes } = runtime.environment
  const input = {
    name: options.name,
    scopes: scopesIn(options.scopes),
    expiresAt: dateIn(options.expires),
    randomBytes,
  }
  const made = await inStore(runtime.database, runtime.environment, {
    storeId,
    actor,
    work: (ctx) => createApiKey(ctx, input),
  })
  say(`${publicId('apiKey', made.id)}  ${made.key}  (shown once)`)
}

export async function revokeKey(options: { store: string; id: string }): Promise<void> {
  await using runtime = openCommand()
  const storeId = await storeIdOf(runtime, options.store)
  const id = parsePublicId('apiKey', options.id)
  if (id === null) throw new SetupFault(`${options.id} is not the id of a key; it looks like key_…`)
  await inStore(runtime.database, runtime.environment, { storeId, actor, work: (ctx) => revokeApiKey(ctx, id) })
  say(`${options.id} opens nothing any more.`)
}

/** The store of this slug; throws SetupFault when there is none. */
export async function storeIdOf({ database }: Runtime, slug: string): Promise<string> {
  const [row] = await database.system<{ id: string }>('select id from stores where slug = $1', [slug])
  if (row === undefined) throw new SetupFault(`There is no store ${slug}.`)
  return row.id
}

function scopesIn(list: string): Scope[] {
  if (list === 'all') return [...scopes]
  const wanted = list.split(',').map((scope) => scope.trim())
  const unknown = wanted.filter((scope) => !isScope(scope))
  if (unknown.length === 0) return wanted.filter(isScope)
  throw new SetupFault(`No such scope: ${unknown.join(', ')}.`, { fix: `There are: ${scopes.join(', ')}.` })
}

function dateIn(text: string | undefined): Date | null {
  if (text === undefined) return null
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw new SetupFault(`${text} is not a date like 2027-01-31T00:00:00Z.`)
  return date
}
