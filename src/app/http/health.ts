import type { ZodApp } from '#platform/http.ts'
import { Unavailable } from '#shared/errors.ts'

/** Names of the migrations that have not run; asked until the answer is none. */
export type PendingMigrations = () => Promise<readonly string[]>

/** `/health`: the process lives. `/ready`: it can serve, because the database answers and has our schema. */
export function healthRoutes(app: ZodApp, pendingMigrations: PendingMigrations): void {
  let migrated = false
  const open = {
    schema: { hide: true },
    config: { rateLimit: false, policy: { public: 'asked by load balancers' } },
  } as const
  app.get('/health', open, async () => ({ status: 'alive' }))
  app.get('/ready', open, async () => {
    await app.tools.database.system('select 1')
    if (!migrated) {
      const pending = await pendingMigrations()
      if (pending.length > 0) throw new Unavailable('schema-behind', 'The database lacks migrations.', { pending })
      migrated = true
    }
    return { status: 'ready' }
  })
}
