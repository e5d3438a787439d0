import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { say, start, succeeds } from '#test/support/run-commands.ts'
import { type Tally, TapReport } from '#test/support/tap-report.ts'

/** Runs all test files, or the named ones, and prints a line for each file and the details of what failed. */
export async function runTap(files: readonly string[], environment: Record<string, string>): Promise<Tally> {
  await adaptTap()
  const child = start(['tap', 'run', '--reporter=tap', ...files], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = once(child, 'exit')
  const report = new TapReport(say)
  if (child.stdout) for await (const line of createInterface({ input: child.stdout })) report.read(line)
  const [code] = await exited
  return report.tally(code === 0)
}

/** tap's own TypeScript plugin cannot run with TypeScript 7; without a rebuild the first run would still load it. */
async function adaptTap(): Promise<void> {
  const built = new URL('../../node_modules/@tapjs/test/test-built/dist/esm/index.js', import.meta.url)
  const source = await readFile(built, 'utf8').catch(() => '@tapjs/typescript')
  if (source.includes('@tapjs/typescript') && !(await succeeds(['tap', 'build']))) throw new Error('tap build failed')
}
