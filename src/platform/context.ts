import type { Database, Tx } from './db.ts'

/** Who did it, as data: every audit row and history row names one. */
export type Actor =
  | { kind: 'api_key'; id: string; scopes: readonly string[] }
  | { kind: 'shopper'; id: string }
  | { kind: 'system'; id: string }
  | { kind: 'operator'; id: string }

/**
 * What a verb works with: one open transaction inside one store's wall, the time, fresh ids and
 * the one who asked. Verbs take it first and never open transactions or read clocks themselves.
 */
export type StoreContext = {
  readonly tx: Tx
  readonly storeId: string
  readonly actor: Actor
  readonly now: () => Date
  readonly newId: () => string
  readonly requestId?: string
}

/** Time, ids and randomness, handed down from the entrypoint so that tests own them. */
export type Environment = {
  readonly now: () => Date
  readonly newId: () => string
  readonly randomBytes: (size: number) => Uint8Array
}

export type ContextSeed = { storeId: string; actor: Actor; requestId?: string }

/** Opens one transaction in one store and runs the work in it. */
export function inStore<T>(
  database: Database,
  environment: Environment,
  seed: ContextSeed & { work: (ctx: StoreContext) => Promise<T> },
): Promise<T> {
  const { work, ...rest } = seed
  return database.inStores([seed.storeId], (tx) =>
    work({ ...rest, tx, now: environment.now, newId: environment.newId }),
  )
}

export function actorName(actor: Actor): string {
  return `${actor.kind}:${actor.id}`
}
