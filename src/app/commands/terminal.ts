import { ConfigFaults, loadEnvFile, readConfig } from '#app/config.ts'
import { openRuntime, type ReadyConfig, type Runtime } from '#app/runtime.ts'
import { SetupFault } from '#app/setup-fault.ts'
import { EmbeddedPostgresError } from '#platform/embedded-postgres/index.ts'
import { createLogger } from '#platform/logger.ts'
import { Refusal } from '#shared/errors.ts'

/** Words for whoever watches the terminal; logs go elsewhere. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Ends the command with a sentence and the way out; only a bug shows its stack. */
export function fail(error: unknown): void {
  process.exitCode = 1
  process.stderr.write(`${sentenceOf(error)}\n`)
}

function sentenceOf(error: unknown): string {
  if (error instanceof ConfigFaults) return `${error.message}\nSee .env.example for what each means.`
  if (error instanceof SetupFault || error instanceof EmbeddedPostgresError) return withFix(error.message, error.fix)
  if (error instanceof Refusal) return withFix(error.message, faultsOf(error) ?? error.fix)
  if (isTakenPort(error)) return portSentence(error)
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

function withFix(message: string, fix: string | undefined): string {
  return fix === undefined ? message : `${message}\n${fix}`
}

function faultsOf({ details, fix }: Refusal): string | undefined {
  const { errors } = details
  if (!Array.isArray(errors)) return undefined
  const lines = errors.map(({ path, message }: { path: string; message: string }) => `  ${path.slice(1)}: ${message}`)
  return [...lines, fix ?? ''].join('\n').trimEnd()
}

type TakenPort = Error & { code: 'EADDRINUSE'; port: number }

function isTakenPort(error: unknown): error is TakenPort {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error
}

function portSentence({ port }: TakenPort): string {
  return `Port ${port} is taken by another program. Stop that program, or choose other ports: PORT (3000), SANDBOX_PORT (4010) and METRICS_PORT (9464).`
}

/** The configuration of a process that brings no database of its own. */
export function configWithDatabase(): ReadyConfig {
  loadEnvFile()
  const config = readConfig()
  if (config.databaseUrl !== null) return { ...config, databaseUrl: config.databaseUrl }
  throw new ConfigFaults(['DATABASE_URL is missing: only `dukkan start` brings a PostgreSQL of its own'])
}

/** What a one-shot command works with. */
export function openCommand(): Runtime {
  const config = configWithDatabase()
  return openRuntime({ config, log: createLogger({ level: config.log.level }) }, { role: 'cli' })
}
