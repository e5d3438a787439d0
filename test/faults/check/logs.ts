import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Installation } from '#test/faults/stage/installation.ts'
import { control } from '#test/faults/stage/sandbox-control.ts'
import { type Verdict, verdict } from './verdict.ts'

/** I23: nothing in the logs that a stranger could use, and every line of ours can be read by a machine. */
export async function checkLogs(installation: Installation): Promise<Verdict[]> {
  const { folder, world, sandboxUrl } = installation
  const { shoppers } = await control<{ shoppers: { waId: string | null; bsuid: string }[] }>(
    `${sandboxUrl}/control/shoppers`,
  )
  const secrets = [
    ...[world.appSecret, world.verifyToken, world.masterKeys.split(':')[1] ?? ''],
    ...world.stores.flatMap(({ accessToken, stripeKey, stripeWebhookSecret, apiKey }) => [
      accessToken,
      stripeKey,
      stripeWebhookSecret,
      apiKey,
    ]),
  ]
  const people = shoppers.flatMap(({ waId, bsuid }) => [...(waId === null ? [] : [waId]), bsuid])
  const names = (await readdir(folder)).filter((name) => /^(server|worker)-\d\.log$/.test(name))
  const logs = await Promise.all(
    names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })),
  )
  const told = logs.flatMap(({ name, text }) => [
    ...secrets
      .filter((secret) => text.includes(secret))
      .map((secret) => `${name} holds the secret ${secret.slice(0, 6)}…`),
    ...people.filter((person) => text.includes(person)).map((person) => `${name} holds ${person.slice(0, 5)}…`),
  ])
  const garbled = logs.flatMap(({ name, text }) =>
    text
      .split('\n')
      .filter(isGarbled)
      .map((line) => `${name}: ${line.slice(0, 100)}`),
  )
  return [
    verdict('I23', 'no log holds a secret or says who a shopper is', told),
    verdict('I23', 'every line of a log can be read by a machine', garbled.slice(0, 20)),
  ]
}

/** A last word before death, an error at start-up with its stack, or a line that the kill cut off are no log lines. */
function isGarbled(line: string): boolean {
  if (!line.startsWith('{')) return false
  try {
    JSON.parse(line)
    return false
  } catch {
    return line.endsWith('}')
  }
}
