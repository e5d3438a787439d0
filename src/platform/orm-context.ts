import { type EntityManager, type EntitySchema, OptimisticLockError } from '@mikro-orm/core'
import { MikroORM } from '@mikro-orm/postgresql'
import { Conflict } from '#shared/errors.ts'
import type { StoreContext } from './context.ts'
import type { Tx } from './db.ts'

/** A store's context with an entity manager on the same transaction, behind the same wall. */
export type AdminContext = StoreContext & { readonly em: EntityManager }

/** Runs the work with entities and writes what it changed before the transaction goes on. */
export type WithEntities = <T>(ctx: StoreContext, work: (ctx: AdminContext) => Promise<T>) => Promise<T>

/** The filter every entity of a store carries; it is on unless a query says otherwise, and then the database still is. */
export const ownStore = {
  name: 'ownStore',
  cond: ({ storeId }: { storeId: string }) => ({ storeId }),
  default: true,
} as const

/**
 * Entities that live in our own transactions: MikroORM maps rows and writes changes, and every statement of it goes
 * through `ctx.tx`. It never opens a connection, so there is one pool and one wall.
 */
export function defineEntities(entities: readonly EntitySchema[]): WithEntities {
  let orm: MikroORM | undefined
  return async (ctx, work) => {
    orm ??= mapperOf(entities)
    const em = orm.em.fork({ clear: true })
    em.setFilterParams(ownStore.name, { storeId: ctx.storeId })
    em.setTransactionContext(statementsOn(ctx.tx))
    try {
      const result = await work({ ...ctx, em })
      await em.flush()
      return result
    } catch (error) {
      throw error instanceof OptimisticLockError ? movedOn(error) : error
    }
  }
}

function movedOn(cause: OptimisticLockError): Conflict {
  const refusal = new Conflict('version-mismatch', 'Someone else changed it at the same moment.', {}, 'Read it again.')
  refusal.cause = cause
  return refusal
}

function mapperOf(entities: readonly EntitySchema[]): MikroORM {
  return new MikroORM({
    entities: [...entities],
    // Nothing listens there: a statement outside a context must fail rather than go around the wall.
    clientUrl: 'postgres://127.0.0.1:1/none',
    ensureDatabase: false,
    forceUtcTimezone: true,
    logger: () => undefined,
    debug: false,
  })
}

/** The one thing MikroORM asks of a transaction that is already open. */
function statementsOn(tx: Tx) {
  return {
    async executeQuery({ sql }: { readonly sql: string }) {
      const { rows, touched } = await tx.both(sql)
      return { rows, numAffectedRows: BigInt(touched) }
    },
  }
}
