import { type Config, ConfigFaults } from '#app/config.ts'
import { checkAddress } from './check-address.ts'
import { checkDatabase } from './check-database.ts'
import { checkGraphClock } from './check-graph-clock.ts'
import { checkRedis } from './check-redis.ts'
import { checkStores } from './check-stores.ts'
import { type Finding, verdicts } from './finding.ts'

export { exitCodeOf, type Finding } from './finding.ts'
export { formatFindings } from './format-findings.ts'

export type DoctorDeps = {
  /** May throw ConfigFaults; its databaseUrl is the embedded database's where there is one. */
  readConfig: () => Config
  now: () => Date
}

/**
 * Looks at everything that must be right outside our code, and says of each fault how to mend it. Changes nothing, here or
 * at Meta or Stripe; one check that fails never hides the others.
 */
export async function runDoctor({ readConfig, now }: DoctorDeps): Promise<Finding[]> {
  const { config, findings } = checkConfiguration(readConfig)
  if (config === null) return findings
  const database = await checkDatabase(config.databaseUrl, { now, pool: config.databasePool })
  findings.push(
    ...database.findings,
    ...(await checkRedis(config.redisUrl)),
    ...(await checkAddress(config)),
    ...(await checkGraphClock(config, now)),
  )
  if (config.databaseUrl === null || !database.usable) {
    return [...findings, verdicts('stores').skip('they can be looked at once the database is in order')]
  }
  return [...findings, ...(await checkStores({ ...config, databaseUrl: config.databaseUrl }, now))]
}

function checkConfiguration(readConfig: () => Config): { config: Config | null; findings: Finding[] } {
  const { pass, fail } = verdicts('configuration')
  try {
    const config = readConfig()
    return {
      config,
      findings: [pass(`${config.production ? 'production' : 'development'} at ${config.http.publicUrl}`)],
    }
  } catch (error) {
    if (!(error instanceof ConfigFaults)) throw error
    return { config: null, findings: error.faults.map((fault) => fail(fault, fixOf(fault))) }
  }
}

function fixOf(fault: string): string {
  return `Set ${fault.split(' ')[0]} in the environment; .env.example says what each variable means.`
}
