import { existsSync } from 'node:fs'
import { z } from 'zod'
import { type CrashPlan, readCrashPlans } from '#platform/crash-point.ts'

export type MasterKey = { kid: string; key: Uint8Array }

export type Config = {
  production: boolean
  databaseUrl: string | null
  databasePool: number
  redisUrl: string | null
  /** Keys begin with it, so that several installations can share one Redis. */
  redisPrefix: string
  dataDir: string
  http: {
    host: string
    port: number
    metricsPort: number
    publicUrl: string
    trustProxy: string[]
    /** The origin that may frame the pay pages; only a demo has one. */
    framedBy: string | null
  }
  whatsapp: {
    graphUrl: string
    graphVersion: string
    appId: string
    appSecret: string
    previousAppSecret: string | null
    verifyToken: string
  }
  stripe: { url: string | null }
  /** The first seals; all of them open. */
  masterKeys: MasterKey[]
  log: { level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent' }
  /** Where the process shall die, for the fault suite. */
  crashPlans: readonly CrashPlan[]
  sandbox: { port: number; journalFile: string | null }
}

/** Every fault of the environment at once, each with the variable's name first. */
export class ConfigFaults extends Error {
  readonly faults: readonly string[]

  constructor(faults: readonly string[]) {
    super(
      `The configuration has ${faults.length} fault${faults.length === 1 ? '' : 's'}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    )
    this.name = 'ConfigFaults'
    this.faults = faults
  }
}

const WEAK = /^(change-?me|secret|password|test|demo|example|default|dukkan)/i
const SECRET_LENGTH = 16

const blankIsMissing = (value: unknown) => (value === '' ? undefined : value)
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsMissing, schema.optional())
const port = (fallback: number) =>
  z.preprocess(blankIsMissing, z.coerce.number().int().min(0).max(65_535).default(fallback))
const text = (fallback: string) => z.preprocess(blankIsMissing, z.string().default(fallback))
const url = z.url({ protocol: /^https?$/ })
const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must look like postgres://user:password@host:5432/database',
})
const redisUrl = z.url({ protocol: /^rediss?$/, error: 'must look like redis://host:6379' })

const masterKeys = z.string().transform((list, context): MasterKey[] =>
  list.split(',').map((entry) => {
    const [kid = '', encoded = ''] = entry.trim().split(':', 2)
    const key = Buffer.from(encoded, 'base64')
    if (!/^[a-z0-9-]{1,32}$/.test(kid) || key.length !== 32) {
      context.addIssue('must be "name:key" pairs separated by commas, each key 32 random bytes in base64')
    }
    return { kid, key }
  }),
)

const crashPlans = z.string().transform((text, context): CrashPlan[] => {
  const plans = readCrashPlans(text)
  if (plans === null) context.addIssue('must be a crash point and a count, such as inbox.after_commit:1')
  return plans ?? []
})

const Environment = z.object({
  NODE_ENV: text('development'),
  DATABASE_URL: optional(postgresUrl),
  DATABASE_POOL: z.preprocess(blankIsMissing, z.coerce.number().int().min(2).max(100).default(10)),
  REDIS_URL: optional(redisUrl),
  REDIS_PREFIX: text('dukkan'),
  DUKKAN_DATA_DIR: text('.data'),
  HOST: text('127.0.0.1'),
  PORT: port(3000),
  METRICS_PORT: port(9464),
  PUBLIC_URL: optional(url),
  TRUST_PROXY: text(''),
  GRAPH_URL: z.preprocess(blankIsMissing, url.default('https://graph.facebook.com')),
  GRAPH_VERSION: z.preprocess(
    blankIsMissing,
    z
      .string()
      .regex(/^v\d+\.0$/, 'must look like v26.0')
      .default('v26.0'),
  ),
  WHATSAPP_APP_ID: z
    .string({ error: 'is missing: the id of your Meta app' })
    .regex(/^\d+$/, 'must be the decimal id of your Meta app'),
  WHATSAPP_APP_SECRET: z.string({ error: 'is missing: App settings > Basic > App secret' }).min(1),
  WHATSAPP_APP_SECRET_PREVIOUS: optional(z.string()),
  WHATSAPP_VERIFY_TOKEN: z.string({ error: 'is missing: choose a long random text and enter the same at Meta' }).min(1),
  STRIPE_URL: optional(url),
  DUKKAN_MASTER_KEYS: z.string({ error: 'is missing: for example k1:$(openssl rand -base64 32)' }).pipe(masterKeys),
  LOG_LEVEL: z.preprocess(
    blankIsMissing,
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  ),
  DUKKAN_CRASH_POINT: optional(crashPlans),
  SANDBOX_PORT: port(4010),
  SANDBOX_JOURNAL: optional(z.string()),
})

type Environment = z.output<typeof Environment>

/** Adds what a `.env` file in the working directory says to the environment; what is set there already wins. */
export function loadEnvFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env')
}

/** The environment with these put over it; an empty text takes a variable away. */
export function environmentWith(over: Record<string, string>): Record<string, string | undefined> {
  return { ...process.env, ...over }
}

/** Where a demo keeps its data, before anything else of its configuration is known. */
export function demoDataDir(variables: Record<string, string | undefined> = process.env): string {
  return variables.DUKKAN_DATA_DIR || '.data'
}

/** The configuration of a demo: what its sandbox dictates wins over the environment, and nothing in it is real. */
export function readDemoConfig(
  dictated: Record<string, string>,
  variables: Record<string, string | undefined> = process.env,
): Config {
  return readConfig({ ...variables, NODE_ENV: 'development', ...dictated })
}

/** Reads the variables that `.env.example` explains; throws `ConfigFaults` naming all that is wrong. */
export function readConfig(variables: Record<string, string | undefined> = process.env): Config {
  const parsed = Environment.safeParse(variables)
  const faults = parsed.success ? productionFaults(parsed.data) : parsed.error.issues.map(faultOf)
  if (!parsed.success || faults.length > 0) throw new ConfigFaults(faults)
  return configOf(parsed.data)
}

function faultOf(issue: z.core.$ZodIssue): string {
  return `${issue.path.join('.')} ${issue.message}`
}

/** What a demo may leave open and a shop with real money may not. */
function productionFaults(env: Environment): string[] {
  if (env.NODE_ENV !== 'production') return []
  const faults: string[] = []
  if (env.DUKKAN_CRASH_POINT) faults.push('DUKKAN_CRASH_POINT makes the process die; take it out')
  if (env.DATABASE_URL === undefined) faults.push('DATABASE_URL is missing: production needs a PostgreSQL of its own')
  if (!env.PUBLIC_URL?.startsWith('https://'))
    faults.push('PUBLIC_URL must be the https address that shoppers and Meta reach')
  for (const name of ['WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN'] as const) {
    if (env[name].length < SECRET_LENGTH) faults.push(`${name} is shorter than ${SECRET_LENGTH} characters`)
    else if (WEAK.test(env[name])) faults.push(`${name} looks like a default; choose a random one`)
  }
  if (env.DUKKAN_MASTER_KEYS.some(({ key }) => new Set(key).size < 8))
    faults.push('DUKKAN_MASTER_KEYS holds a key that is not random')
  return faults
}

function configOf(env: Environment): Config {
  return {
    production: env.NODE_ENV === 'production',
    databaseUrl: env.DATABASE_URL ?? null,
    databasePool: env.DATABASE_POOL,
    redisUrl: env.REDIS_URL ?? null,
    redisPrefix: env.REDIS_PREFIX,
    dataDir: env.DUKKAN_DATA_DIR,
    http: {
      host: env.HOST,
      port: env.PORT,
      metricsPort: env.METRICS_PORT,
      framedBy: null,
      publicUrl: (env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`).replace(/\/+$/, ''),
      trustProxy: env.TRUST_PROXY.split(',')
        .map((address) => address.trim())
        .filter((address) => address !== ''),
    },
    whatsapp: {
      graphUrl: env.GRAPH_URL.replace(/\/+$/, ''),
      graphVersion: env.GRAPH_VERSION,
      appId: env.WHATSAPP_APP_ID,
      appSecret: env.WHATSAPP_APP_SECRET,
      previousAppSecret: env.WHATSAPP_APP_SECRET_PREVIOUS ?? null,
      verifyToken: env.WHATSAPP_VERIFY_TOKEN,
    },
    stripe: { url: env.STRIPE_URL?.replace(/\/+$/, '') ?? null },
    masterKeys: env.DUKKAN_MASTER_KEYS,
    log: { level: env.LOG_LEVEL },
    crashPlans: env.DUKKAN_CRASH_POINT ?? [],
    sandbox: { port: env.SANDBOX_PORT, journalFile: env.SANDBOX_JOURNAL ?? null },
  }
}
