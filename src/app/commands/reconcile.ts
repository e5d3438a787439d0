import { formatVerdicts } from '#app/reconcile/format-verdicts.ts'
import { exitCodeOf, reconcile } from '#app/reconcile/reconcile.ts'
import { openCommand, say } from './terminal.ts'

/** Exits with 1 when a rule is broken, so that a monitor can watch it; changes nothing. */
export async function runReconcile({ json = false, grace }: { json?: boolean; grace: number }): Promise<void> {
  await using runtime = openCommand()
  const verdicts = await reconcile(runtime.database, grace)
  say(json ? JSON.stringify(verdicts, null, 2) : formatVerdicts(verdicts))
  process.exitCode = exitCodeOf(verdicts)
}
