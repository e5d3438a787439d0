import { playDemo } from '#app/demo/demo.ts'
import { createLogger } from '#platform/logger.ts'
import { say } from './terminal.ts'

/** Ends with one line of JSON for machines: what was bought, what it cost in messages and how fast the answers were. */
export async function runDemo(): Promise<void> {
  try {
    const result = await playDemo({ log: createLogger({ level: 'error' }), say })
    say(`\n${JSON.stringify(result)}`)
  } catch (error) {
    say(`\n${JSON.stringify({ demo: 'failed', reason: error instanceof Error ? error.message : String(error) })}`)
    process.exitCode = 1
  }
}
