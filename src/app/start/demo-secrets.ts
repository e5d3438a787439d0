import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { SetupFault } from '#app/setup-fault.ts'

const DemoSecrets = z.object({
  appSecret: z.string(),
  verifyToken: z.string(),
  masterKeys: z.string(),
  stores: z.record(
    z.string(),
    z.object({
      accessToken: z.string(),
      stripeKey: z.string(),
      stripeWebhookSecret: z.string(),
      apiKey: z.string().nullable(),
    }),
  ),
})

/** What a demo installation keeps to itself; `apiKey` is there once the store is seeded. */
export type DemoSecrets = z.infer<typeof DemoSecrets>

/** The demo's own random secrets, made on the first start and kept beside its database, for the owner's eyes only. */
export async function demoSecrets(dataDir: string, slugs: readonly string[]): Promise<DemoSecrets> {
  const known = await readSecrets(dataDir)
  if (known !== null && slugs.every((slug) => slug in known.stores)) return known
  const fresh = { ...makeSecrets(slugs), ...known }
  const secrets = { ...fresh, stores: { ...makeSecrets(slugs).stores, ...known?.stores } }
  await saveSecrets(dataDir, secrets)
  return secrets
}

export async function saveSecrets(dataDir: string, secrets: DemoSecrets): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  await writeFile(fileOf(dataDir), `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 })
}

/** Null when nothing was started here yet. */
export async function readSecrets(dataDir: string): Promise<DemoSecrets | null> {
  try {
    return DemoSecrets.parse(JSON.parse(await readFile(fileOf(dataDir), 'utf8')))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    const fix = `Move ${dataDir} away to start afresh, or put the file back from a copy.`
    throw new SetupFault(`${fileOf(dataDir)} cannot be read.`, { fix, cause: error })
  }
}

function fileOf(dataDir: string): string {
  return join(dataDir, 'demo.json')
}

function makeSecrets(slugs: readonly string[]): DemoSecrets {
  const secret = () => randomBytes(24).toString('base64url')
  const store = () => ({
    accessToken: `EAA${secret()}`,
    stripeKey: `sk_test_${randomBytes(24).toString('hex')}`,
    stripeWebhookSecret: `whsec_${randomBytes(24).toString('base64')}`,
    apiKey: null,
  })
  return {
    appSecret: randomBytes(16).toString('hex'),
    verifyToken: secret(),
    masterKeys: `demo:${randomBytes(32).toString('base64')}`,
    stores: Object.fromEntries(slugs.map((slug) => [slug, store()])),
  }
}
