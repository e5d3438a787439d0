// npm test: types, lint, then every test against real servers. The last line is always "N passed, N failed".
import { inspect } from 'node:util'
import { say, stopOnSignal, succeeds } from '#test/support/run-commands.ts'
import { serversForTests } from '#test/support/run-servers.ts'
import { runTap } from '#test/support/run-tap.ts'
import type { Tally } from '#test/support/tap-report.ts'

async function runChecks(): Promise<number> {
  const checks = [
    ['types', 'tsc'],
    ['types of the phone', 'tsc', '-p', 'src/phone'],
    ['lint', 'biome', 'check', '--error-on-warnings', '--colors=off'],
  ] as const
  let failed = 0
  for (const [name, ...command] of checks) {
    const good = await succeeds(command)
    say(`${good ? 'ok' : 'not ok'} - ${name}`)
    if (!good) failed += 1
  }
  return failed
}

async function runTests(files: readonly string[]): Promise<Tally> {
  await using servers = await serversForTests()
  say(`queue backends covered: ${servers.backends}`)
  return await runTap(files, servers.environment)
}

async function main(): Promise<void> {
  stopOnSignal()
  const failedChecks = await runChecks()
  const tally = await runTests(process.argv.slice(2)).catch((error: unknown) => {
    say(inspect(error))
    return { passed: 0, failed: 1 }
  })
  const failed = tally.failed + failedChecks
  process.exitCode = failed === 0 ? 0 : 1
  say(`${tally.passed} passed, ${failed} failed`)
}

await main()
