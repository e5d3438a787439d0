// npm run hostile: plays bad input at the whole shop and says in its last line what became of it.
import { parseArgs } from 'node:util'
import { playHostile } from '#test/hostile/play-hostile.ts'
import { securityRows } from '#test/hostile/security-rows.ts'
import { judgeRows } from '#test/support/hostile/proofs.ts'
import { writeTrustPage } from '#test/support/hostile/trust-page.ts'
import { say } from '#test/support/run-commands.ts'
import { serversForTests } from '#test/support/run-servers.ts'

const { values } = parseArgs({
  options: {
    requests: { type: 'string' },
    seed: { type: 'string' },
    /** Leaves the forty attacks out. */
    'plays-only': { type: 'boolean', default: false },
    /** Writes the figures into docs/trust.md. */
    write: { type: 'boolean', default: false },
  },
})
const requests = Number(values.requests ?? process.env.HOSTILE_REQUESTS ?? 50_000)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))
if (!Number.isSafeInteger(requests) || !Number.isSafeInteger(seed)) throw new TypeError('requests and seed are numbers')

await using servers = await serversForTests()
Object.assign(process.env, servers.environment)
say(`${requests} requests, seed ${seed}`)
const report = await playHostile({ requests, seed })
const rows = values['plays-only'] ? [] : await judgeRows(securityRows)
const inScope = rows.filter(({ passed }) => passed !== null)
const withstood = inScope.filter(({ passed }) => passed)
for (const complaint of report.complaints) say(`not ok - ${complaint}`)
for (const { row, passed, reason } of inScope) if (!passed) say(`not ok - row ${row} of the forty: ${reason}`)
const { suite, requests: played, status5xx, exits, ...others } = report.line
const securityTests = { passed: withstood.length, of: inScope.length }
if (values.write) await writeTrustPage({ line: report.line, suites: report.suites, rows })
process.exitCode = report.complaints.length === 0 && withstood.length === inScope.length ? 0 : 1
say(JSON.stringify({ suite, requests: played, status5xx, exits, securityTests, ...others }))
