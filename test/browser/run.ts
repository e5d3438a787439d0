// npm run test:browser: the tests in a real Chromium alone. The last line is always "N passed, N failed".
import { inspect } from 'node:util'
import { skipReason } from '#test/browser/support/chromium.ts'
import { say, stopOnSignal } from '#test/support/run-commands.ts'
import { runTap } from '#test/support/run-tap.ts'
import type { Tally } from '#test/support/tap-report.ts'

async function main(): Promise<void> {
  stopOnSignal()
  const { passed, failed } = await runFiles()
  process.exitCode = failed === 0 ? 0 : 1
  say(`${passed} passed, ${failed} failed`)
}

async function runFiles(): Promise<Tally> {
  if (skipReason) {
    say(`skipped: ${skipReason}`)
    return { passed: 0, failed: 0 }
  }
  return runTap(['test/browser'], {}).catch((error: unknown) => {
    say(inspect(error))
    return { passed: 0, failed: 1 }
  })
}

await main()
