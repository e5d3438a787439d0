import { Migrator } from '@mikro-orm/migrations'
import { MikroORM } from '@mikro-orm/postgresql'
import { migrations } from '#migrations/index.ts'

export type MigrationState = { applied: string[]; pending: string[] }

/** Brings the schema up to date as the owner of the tables; safe to run from several processes at once. */
export async function migrate(url: string): Promise<string[]> {
  return withMigrator(url, async (orm) => {
    const applied = await orm.migrator.up()
    return applied.map((migration) => migration.name)
  })
}

/** What has run and what has not, without changing anything. */
export function migrationState(url: string): Promise<MigrationState> {
  return withMigrator(url, async (orm) => {
    const [applied, pending] = [await orm.migrator.getExecuted(), await orm.migrator.getPending()]
    return { applied: applied.map((row) => row.name), pending: pending.map((row) => row.name) }
  })
}

const MIGRATION_LOCK = 7_355_608

async function withMigrator<T>(url: string, work: (orm: MikroORM) => Promise<T>): Promise<T> {
  const orm = await MikroORM.init({
    clientUrl: url,
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    pool: { min: 0, max: 3 },
    logger: () => undefined,
    migrations: { migrationsList: migrations, tableName: 'mikro_orm_migrations', snapshot: false, allOrNothing: true },
  })
  try {
    return await orm.em.getConnection().transactional(async (trx) => {
      await orm.em.getConnection().execute('select pg_advisory_xact_lock(?)', [MIGRATION_LOCK], 'run', trx)
      return work(orm)
    })
  } finally {
    await orm.close(true)
  }
}
