import { type EntityManager, type EntitySchema, LockMode, OptimisticLockError } from '@mikro-orm/core'
import { MikroORM } from '@mikro-orm/postgresql'
import { Conflict } from '#shared/errors.ts'
import type { StoreContext } from './context.ts'
import type { Tx } from './db.ts'
import { ownStore } from './own-store.ts'

export type EntityClass = NonNullable<EntitySchema['class']>

const forUpdate = { lockMode: LockMode.PESSIMISTIC_WRITE }

export type Mapper = <T>(
  ctx: StoreContext,
  work: (tools: { em: EntityManager; forUpdate: typeof forUpdate }) => Promise<T>,
) => Promise<T>

/** MikroORM for these entities, with an entity manager of its own for each piece of work. */
export function openMapper(entities: readonly EntityClass[]): Mapper {
  const orm = new MikroORM({
    entities: [...entities],
    // Nothing listens there: a statement outside a context must fail rather than go around the wall.
    clientUrl: 'postgres://127.0.0.1:1/none',
    ensureDatabase: false,
    forceUtcTimezone: true,
    logger: () => undefined,
    debug: false,
  })
  return async (ctx, work) => {
    const em = orm.em.fork({ clear: true })
    em.setFilterParams(ownStore.name, { storeId: ctx.storeId })
    em.setTransactionContext(statementsOn(ctx.tx))
    try {
      const result = await work({ em, forUpdate })
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

/** The one thing MikroORM asks of a transaction that is already open. */
function statementsOn(tx: Tx) {
  return {
    async executeQuery({ sql }: { readonly sql: string }) {
      const { rows, touched } = await tx.both(sql)
      return { rows, numAffectedRows: BigInt(touched) }
    },
  }
}
