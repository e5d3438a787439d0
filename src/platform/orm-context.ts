import type { EntityManager, FindOneOptions } from '@mikro-orm/core'
import type { StoreContext } from './context.ts'
import type { EntityClass, Mapper } from './orm-mapper.ts'

/** A store's context with an entity manager on the same transaction, behind the same wall. */
export type AdminContext<Entities = unknown> = StoreContext & {
  readonly em: EntityManager
  readonly entities: Entities
  /** Reads a row for this transaction alone. */
  readonly forUpdate: Pick<FindOneOptions<object>, 'lockMode'>
}

/** Runs the work with entities and writes what it changed before the transaction goes on. */
export type WithEntities<Entities> = <T>(
  ctx: StoreContext,
  work: (ctx: AdminContext<Entities>) => Promise<T>,
) => Promise<T>

/**
 * Entities that live in our own transactions: MikroORM maps rows and writes changes, and every statement of it goes
 * through `ctx.tx`. It never opens a connection, so there is one pool and one wall. It and the entities are loaded with
 * the first edit: 20 MB that a worker, and a server nobody edits at, need not hold.
 */
export function defineEntities<Entities extends Record<string, EntityClass>>(
  load: () => Promise<Entities>,
): WithEntities<Entities> {
  let opened: Promise<{ mapper: Mapper; entities: Entities }> | undefined
  const open = async () => {
    const [{ openMapper }, entities] = await Promise.all([import('./orm-mapper.ts'), load()])
    return { mapper: openMapper(Object.values(entities)), entities }
  }
  return async (ctx, work) => {
    opened ??= open()
    const { mapper, entities } = await opened
    return mapper(ctx, (tools) => work({ ...ctx, ...tools, entities }))
  }
}
