// A Dukkan process for the launcher's tests: opens the folder named in argv, says so, and closes when told anything.
import { once } from 'node:events'
import { EmbeddedPostgresError, openEmbeddedPostgres } from '#platform/embedded-postgres/index.ts'
import { say } from '#test/support/run-commands.ts'

const [dataDir = ''] = process.argv.slice(2)
try {
  const server = await openEmbeddedPostgres({ dataDir })
  say(JSON.stringify({ url: server.url, adopted: server.adopted }))
  await once(process.stdin, 'data')
  await server.close()
  process.stdin.destroy()
} catch (error) {
  if (!(error instanceof EmbeddedPostgresError)) throw error
  say(JSON.stringify({ code: error.code, message: error.message }))
}
