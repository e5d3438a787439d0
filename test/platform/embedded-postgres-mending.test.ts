import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { openEmbeddedPostgres } from '#platform/embedded-postgres/index.ts'
import { ask, dataFolder, killNow, serverPid } from '#test/support/embedded.ts'

t.test('what keeps PostgreSQL from coming back is waited out: the shop goes on when it is gone', async (t) => {
  const dataDir = await dataFolder(t)
  const said: string[] = []
  const log = { info: () => undefined, error: (message: string) => said.push(message) }
  await using shop = await openEmbeddedPostgres({ dataDir, log })
  const control = join(dataDir, 'global', 'pg_control')
  await rename(control, `${control}.away`)
  await killNow((await serverPid(dataDir)) ?? 0)
  while (said.filter((line) => /could not be started again/.test(line)).length < 2) await sleep(20)
  await rename(`${control}.away`, control)
  let rows: object[] | undefined
  while (rows === undefined) rows = await ask(shop.url, 'select 1 as one').catch(() => sleep(50))
  t.strictSame(rows, [{ one: 1 }])
})

t.test('a shop that is closed while PostgreSQL cannot come back does not wait for it', async (t) => {
  const dataDir = await dataFolder(t)
  const said: string[] = []
  const log = { info: () => undefined, error: (message: string) => said.push(message) }
  const shop = await openEmbeddedPostgres({ dataDir, log })
  await rm(join(dataDir, 'global', 'pg_control'))
  await killNow((await serverPid(dataDir)) ?? 0)
  while (!said.some((line) => /could not be started again/.test(line))) await sleep(20)
  const began = performance.now()
  await shop.close()
  t.ok(performance.now() - began < 5_000)
})
