import { join } from 'node:path'
import { type Config, demoDataDir, environmentWith, loadEnvFile, readConfig, readDemoConfig } from '#app/config.ts'
import { exitCodeOf, type Finding, formatFindings, runDoctor } from '#app/doctor/doctor.ts'
import { verdicts } from '#app/doctor/finding.ts'
import { type DemoSecrets, readSecrets } from '#app/start/demo-secrets.ts'
import { dictatedBy, readyConfig } from '#app/start/start.ts'
import { runningDatabaseUrl } from '#platform/embedded-postgres/index.ts'
import { say } from './terminal.ts'

/** Exits with 1 when anything failed, so that a deployment can stop there. */
export async function runDoctorCommand({ json = false }: { json?: boolean }): Promise<void> {
  const findings = await examine()
  say(json ? JSON.stringify(findings, null, 2) : formatFindings(findings))
  process.exitCode = exitCodeOf(findings)
}

/** The shop that the environment describes; when it describes none, the one that `dukkan start` runs here. */
async function examine(): Promise<Finding[]> {
  loadEnvFile()
  const now = () => new Date()
  const { NODE_ENV, WHATSAPP_APP_ID } = environmentWith({})
  const secrets = NODE_ENV === 'production' || WHATSAPP_APP_ID ? null : await readSecrets(demoDataDir())
  if (secrets === null) return runDoctor({ readConfig, now })
  const demo = await demoConfig(secrets)
  if (demo === null) return [verdicts('shop').fail('it does not run', 'Start it with `npm start` in another terminal.')]
  return runDoctor({ readConfig: () => demo, now })
}

async function demoConfig(secrets: DemoSecrets): Promise<Config | null> {
  const config = readDemoConfig(dictatedBy(secrets))
  const databaseUrl = config.databaseUrl ?? (await runningDatabaseUrl(join(config.dataDir, 'postgres')))
  const sandboxUrl = `http://${config.http.host}:${config.sandbox.port}`
  return databaseUrl === null ? null : readyConfig(config, { databaseUrl, sandboxUrl })
}
