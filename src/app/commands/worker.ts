import { bellTransport } from '#app/runtime.ts'
import { openWorker } from '#app/worker.ts'
import { prepareBells } from '#platform/bells.ts'
import { armCrashPoints } from '#platform/crash-point.ts'
import { createLogger } from '#platform/logger.ts'
import { configWithDatabase } from './terminal.ts'
import { untilDatabaseAnswers } from './until-database-answers.ts'
import { untilToldToStop } from './until-told-to-stop.ts'

export async function runWorker(): Promise<void> {
  const config = configWithDatabase()
  armCrashPoints(config.crashPlans)
  const log = createLogger({ level: config.log.level })
  await untilDatabaseAnswers(config.databaseUrl, log)
  await prepareBells(bellTransport(config), log)
  const worker = await openWorker({ config, log })
  log.info('the worker works')
  untilToldToStop(worker)
}
