// npm run test:browser: the tests in a real Chromium alone. The last line is always "N passed, N failed".
import { inspect } from 'node:util'
import { skipReason } from '#test/browser/support/chromium.ts'
import { say, stopOnSignal } from '#test/support/run-commands.ts'
import { runTap } from '#test/support/run-tap.ts'

async function main(): Promise<void> {
  stopOnSignal()
  if (skipReason) say(`skipped: ${skipReason}`)
  const { passed, failed } = await runTap(['test/browser'], {}).catch((error: unknown) => {
    say(inspect(error))
    return { passed: 0, failed: 1 }
  })
  process.exitCode = failed === 0 ? 0 : 1
  say(`${passed} passed, ${failed} failed`)
}

await main()
