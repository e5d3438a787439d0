import { greeting } from '#app/start/greeting.ts'
import { startAll } from '#app/start/start.ts'
import { createLogger } from '#platform/logger.ts'
import { say } from './terminal.ts'
import { untilToldToStop } from './until-told-to-stop.ts'

export async function runStart(): Promise<void> {
  const log = createLogger({ level: 'warn' })
  const started = await startAll({ log, say: (line) => say(`  ${line} …`), withPhone: true })
  say(greeting(started))
  untilToldToStop(started)
}
