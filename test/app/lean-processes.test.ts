import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import t from 'tap'

const run = promisify(execFile)

/** Names of the packages that are in memory once this part of the shop is. */
async function packagesOf(part: string): Promise<string[]> {
  const script = `
    import { registerHooks } from 'node:module'
    const names = new Set()
    const packageIn = /\\/node_modules\\/((?:@[^/]+\\/)?[^/]+)\\//
    registerHooks({ load(url, context, next) { names.add(packageIn.exec(url)?.[1]); return next(url, context) } })
    await import('${part}')
    console.log(JSON.stringify([...names].filter((name) => name !== undefined)))`
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script], { timeout: 60_000 })
  return JSON.parse(stdout)
}

/** What each process does not use while it idles, and would hold megabytes of. */
const rarely = ['@mikro-orm/core', '@mikro-orm/postgresql', 'sharp', 'file-type', 'stripe', 'undici']

t.test('a server holds no mapper, no picture library and no client before it needs one', async (t) => {
  const packages = await packagesOf('#app/commands/server.ts')
  t.ok(packages.includes('fastify'))
  t.strictSame(
    rarely.filter((name) => packages.includes(name)),
    [],
  )
})

t.test('a worker holds nothing of the HTTP side either', async (t) => {
  const packages = await packagesOf('#app/commands/worker.ts')
  t.ok(packages.includes('bullmq'))
  const http = ['fastify', '@fastify/swagger', 'fastify-type-provider-zod', 'prom-client']
  t.strictSame(
    [...rarely, ...http].filter((name) => packages.includes(name)),
    [],
  )
})

t.test('the command line loads only the command that runs', async (t) => {
  const packages = await packagesOf('#app/cli.ts')
  t.strictSame(packages, ['commander'])
})
