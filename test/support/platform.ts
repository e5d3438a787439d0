import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import type { Environment } from '#platform/context.ts'
import { type Bell, Database } from '#platform/db.ts'
import type { WorkTools } from '#platform/work.ts'
import { makeIds } from '#shared/ids.ts'
import { createTestDatabase } from '#test/support/database.ts'

export const testEnvironment: Environment = {
  now: () => new Date(),
  newId: makeIds(
    () => Date.now(),
    (size) => randomBytes(size),
  ),
  randomBytes: (size) => randomBytes(size),
}

type Teardown = { teardown: (handler: () => Promise<void>) => unknown }

/** A database of the test's own with the tools that drains and chores get, and the bells that were rung. */
export async function openTools(t: Teardown): Promise<WorkTools & { url: string; bells: Bell[] }> {
  const { url } = await createTestDatabase(t)
  const bells: Bell[] = []
  const database = new Database({ url, poolSize: 6, applicationName: 'test', onBells: (rung) => bells.push(...rung) })
  t.teardown(() => database.close())
  return { url, database, bells, environment: testEnvironment, log: pino({ level: 'silent' }) }
}
