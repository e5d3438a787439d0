import { migrate, migrationState } from '#app/orm.ts'
import { configWithDatabase, say } from './terminal.ts'

export async function runMigrate({ dryRun = false }: { dryRun?: boolean }): Promise<void> {
  const { databaseUrl } = configWithDatabase()
  const names = dryRun ? (await migrationState(databaseUrl)).pending : await migrate(databaseUrl)
  if (names.length === 0) return say('The database is up to date.')
  for (const name of names) say(`${dryRun ? 'would run' : 'ran'} ${name}`)
}
