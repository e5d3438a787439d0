import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Verdict as Reconciled } from '#app/reconcile/reconcile.ts'
import type { Installation } from '#test/faults/stage/installation.ts'
import { projectRoot } from '#test/faults/stage/slot.ts'
import { type Verdict, verdict } from './verdict.ts'

const cli = fileURLToPath(new URL('../../../src/entrypoints/dukkan.js', import.meta.url))

/** I2, I7, I8, I9, I10, I11, I12, I17, I20 and drift, as an operator asks for them: with `dukkan reconcile`. */
export async function checkBooks({ database, slots }: Installation): Promise<Verdict[]> {
  const environment = { ...process.env, ...slots[0]?.plan.environment, DATABASE_URL: database.url }
  const verdicts = await reconcile(environment)
  return verdicts
    .filter(({ level }) => level === 'broken')
    .map(({ invariant, says, count, examples }) => {
      const shown = examples.map(({ subject, details }) => `${subject} ${JSON.stringify(details)}`)
      return verdict(
        invariant === 'drift' ? 'I16' : invariant,
        says,
        count > shown.length ? [...shown, `and ${count - shown.length} more`] : shown,
      )
    })
}

function reconcile(environment: NodeJS.ProcessEnv): Promise<Reconciled[]> {
  const args = [cli, 'reconcile', '--json', '--grace', '0']
  const options = { cwd: projectRoot, env: environment, maxBuffer: 64 * 1024 * 1024 }
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, options, (error, stdout) => {
      // It exits with 1 when a rule is broken, and says which; anything else is no verdict.
      if (stdout.trimStart().startsWith('[')) resolve(JSON.parse(stdout) as Reconciled[])
      else reject(error ?? new Error('dukkan reconcile said nothing'))
    })
  })
}
