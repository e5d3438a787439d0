import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import t from 'tap'
import { ConfigFaults, readConfig } from '#app/config.ts'

const key = `k1:${randomBytes(32).toString('base64')}`
const enough = {
  WHATSAPP_APP_ID: '123',
  WHATSAPP_APP_SECRET: randomBytes(16).toString('hex'),
  WHATSAPP_VERIFY_TOKEN: randomBytes(16).toString('hex'),
  DUKKAN_MASTER_KEYS: key,
}
const production = {
  ...enough,
  NODE_ENV: 'production',
  DATABASE_URL: 'postgres://u@h/d',
  PUBLIC_URL: 'https://shop.example',
}

function faultsOf(variables: Record<string, string>): readonly string[] {
  try {
    readConfig(variables)
    return []
  } catch (error) {
    return error instanceof ConfigFaults ? error.faults : [String(error)]
  }
}

t.test('a development configuration needs the WhatsApp app and a key, and guesses the rest', async (t) => {
  const config = readConfig(enough)
  t.match(config, {
    production: false,
    databaseUrl: null,
    redisUrl: null,
    http: { port: 3000, publicUrl: 'http://127.0.0.1:3000' },
  })
  t.equal(config.masterKeys[0]?.key.length, 32)
})

t.test('all faults are said at once, each by the name of its variable', async (t) => {
  const faults = faultsOf({
    DATABASE_URL: 'mysql://x',
    PORT: 'high',
    DUKKAN_MASTER_KEYS: 'k1:short',
    REDIS_URL: 'nope',
  })
  for (const name of [
    'DATABASE_URL',
    'PORT',
    'DUKKAN_MASTER_KEYS',
    'REDIS_URL',
    'WHATSAPP_APP_ID',
    'WHATSAPP_APP_SECRET',
    'WHATSAPP_VERIFY_TOKEN',
  ]) {
    t.ok(
      faults.some((fault) => fault.startsWith(name)),
      name,
    )
  }
})

t.test('production is complete or refused', async (t) => {
  t.strictSame(faultsOf(production), [])
  t.match(faultsOf({ ...production, DATABASE_URL: '' }), [/^DATABASE_URL is missing/])
  t.match(faultsOf({ ...production, PUBLIC_URL: 'http://shop.example' }), [/^PUBLIC_URL/])
})

t.test('production refuses default, short and patterned secrets', async (t) => {
  t.match(faultsOf({ ...production, WHATSAPP_APP_SECRET: 'short' }), [/^WHATSAPP_APP_SECRET is shorter/])
  t.match(faultsOf({ ...production, WHATSAPP_VERIFY_TOKEN: 'changeme-changeme-changeme' }), [
    /^WHATSAPP_VERIFY_TOKEN looks like a default/,
  ])
  const zeros = `k1:${Buffer.alloc(32).toString('base64')}`
  t.match(faultsOf({ ...production, DUKKAN_MASTER_KEYS: zeros }), [/^DUKKAN_MASTER_KEYS/])
})

t.test('several master keys are read in order, the first one seals', async (t) => {
  const other = `k2:${randomBytes(32).toString('base64')}`
  t.strictSame(
    readConfig({ ...enough, DUKKAN_MASTER_KEYS: `${other},${key}` }).masterKeys.map(({ kid }) => kid),
    ['k2', 'k1'],
  )
})

t.test('.env.example names every variable that is read, and no other', async (t) => {
  const named = readFileSync('.env.example', 'utf8')
    .match(/^#? ?[A-Z][A-Z_]+(?==)/gm)
    ?.map((line) => line.replace(/^# ?/, ''))
    .sort()
  const source = readFileSync('src/app/config.ts', 'utf8')
  const read = [...source.matchAll(/^ {2}([A-Z][A-Z_]+):/gm)].map((match) => match[1]).sort()
  t.strictSame(named, read)
})

t.test('a crash point is read from the environment, and production takes none', async (t) => {
  t.strictSame(readConfig(enough).crashPlans, [])
  const armed = { DUKKAN_CRASH_POINT: 'inbox.after_commit:2' }
  t.strictSame(readConfig({ ...enough, ...armed }).crashPlans, [{ point: 'inbox.after_commit', nth: 2 }])
  t.match(faultsOf({ ...enough, DUKKAN_CRASH_POINT: 'inbox.never' }), [/^DUKKAN_CRASH_POINT must be a crash point/])
  t.match(faultsOf({ ...production, ...armed }), [/^DUKKAN_CRASH_POINT makes the process die/])
})
