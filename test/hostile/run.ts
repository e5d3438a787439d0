// npm run hostile: plays bad input at the whole shop and says in its last line what became of it.
import { parseArgs } from 'node:util'
import { playHostile } from '#test/hostile/play-hostile.ts'
import { say } from '#test/support/run-commands.ts'
import { serversForTests } from '#test/support/run-servers.ts'

const { values } = parseArgs({
  options: { requests: { type: 'string' }, seed: { type: 'string' } },
})
const requests = Number(values.requests ?? process.env.HOSTILE_REQUESTS ?? 50_000)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
if (!Number.isSafeInteger(requests) || !Number.isSafeInteger(seed)) throw new TypeError('requests and seed are numbers')

await using servers = await serversForTests()
Object.assign(process.env, servers.environment)
say(`${requests} requests, seed ${seed}`)
const report = await playHostile({ requests, seed })
for (const complaint of report.complaints) say(`not ok - ${complaint}`)
process.exitCode = report.complaints.length === 0 ? 0 : 1
say(JSON.stringify(report.line))
