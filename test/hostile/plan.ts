import { publicId } from '#shared/ids.ts'
import { Street } from '#test/hostile/corpus/webhook-shapes.ts'
import { brokenFiles } from '#test/hostile/suites/file-suite.ts'
import { jsonAtTheApi, jsonAtTheWebhooks } from '#test/hostile/suites/json-suite.ts'
import { oversizes } from '#test/hostile/suites/oversize-suite.ts'
import { oddVisits } from '#test/hostile/suites/page-suite.ts'
import { overRawSockets, rawRequests } from '#test/hostile/suites/raw-suite.ts'
import { schemaRequests } from '#test/hostile/suites/schema-suite.ts'
import { mutatedEvents } from '#test/hostile/suites/stripe-suite.ts'
import { naughtyTexts } from '#test/hostile/suites/text-suite.ts'
import { mutatedWebhooks, naughtyWebhooks } from '#test/hostile/suites/webhook-suite.ts'
import type { Bench } from '#test/support/hostile/bench.ts'
import type { Dice } from '#test/support/hostile/dice.ts'
import { type Document, operationsOf } from '#test/support/hostile/operations.ts'
import type { Send, Suite } from '#test/support/hostile/play.ts'
import { wireOf } from '#test/support/hostile/raw-socket.ts'
import type { Deliveries } from '#test/support/hostile/webhooks.ts'

export type Planning = { bench: Bench; dice: Dice; deliveries: Deliveries; requests: number; seed: number }

/** All suites with their part of the requests; the last takes what the others leave. */
export async function planOf({ bench, dice, deliveries, requests, seed }: Planning): Promise<Suite[]> {
  const { mine, inject, sockets } = bench
  const key = () => dice.pick(mine.keys)
  const document = JSON.parse((await inject({ method: 'GET', url: '/openapi.json' })).body) as Document
  const schemas = document.components?.schemas ?? {}
  const operations = operationsOf(document, { ids: mine.ids, pick: (list) => dice.pick(list) })
  const street = streetOf(bench, { dice, seed })
  const { appSecret } = bench
  const stripe = { storePath: publicId('store', mine.storeId), secret: mine.secrets.stripe_webhook_secret }
  const shared = { share: (part: number) => Math.max(20, Math.floor(requests * part)) }
  const both = sometimesOverSockets(inject, sockets.send)
  const atMeta = { street, appSecret, deliveries }
  return [
    {
      name: 'raw sockets',
      share: 200,
      send: overRawSockets(wireOf(bench.url), key),
      scenarios: rawRequests(),
      inFlight: 4,
    },
    {
      name: 'sizes',
      share: 100,
      send: sockets.send,
      scenarios: await oversizes({ ids: mine.ids, key, appSecret }),
      inFlight: 2,
    },
    {
      name: 'JSON at the webhooks',
      share: shared.share(0.01),
      send: sockets.send,
      scenarios: dice.shuffled([...jsonAtTheWebhooks({ appSecret, stripe, deliveries })]),
    },
    {
      name: 'JSON at the API',
      share: shared.share(0.07),
      send: both,
      scenarios: dice.shuffled([...jsonAtTheApi(operations, key)]),
    },
    {
      name: 'texts in webhooks',
      share: shared.share(0.18),
      send: sockets.send,
      scenarios: naughtyWebhooks(atMeta, (messageKey) => storedMessage(bench, messageKey)),
    },
    { name: 'mutated webhooks', share: shared.share(0.2), send: sockets.send, scenarios: mutatedWebhooks(atMeta) },
    {
      name: 'mutated events of Stripe',
      share: shared.share(0.04),
      send: sockets.send,
      scenarios: mutatedEvents({ stripe, dice, deliveries, prefix: `H${seed.toString(36)}x` }),
    },
    {
      name: 'open addresses',
      share: shared.share(0.06),
      send: inject,
      scenarios: oddVisits({ tokens: mine.ids.tokens, images: mine.ids.image, verifyToken: bench.verifyToken, dice }),
    },
    {
      name: 'files of products',
      share: shared.share(0.03),
      send: sockets.send,
      scenarios: brokenFiles({ key, dice, prefix: `H${seed.toString(36)}x` }),
      inFlight: 3,
    },
    {
      name: 'texts at the API',
      share: shared.share(0.2),
      send: both,
      scenarios: naughtyTexts({ operations, schemas, ids: mine.ids, key, dice }),
    },
    {
      name: 'requests out of the schemas',
      share: Number.POSITIVE_INFINITY,
      send: both,
      scenarios: schemaRequests({
        operations,
        around: { schemas, ids: mine.ids },
        key,
        dice,
        currency: mine.seed.currency,
      }),
    },
  ]
}

function streetOf({ mine }: Bench, { dice, seed }: { dice: Dice; seed: number }): Street {
  const { phoneNumberId, wabaId, catalogId, products } = mine.seed
  const retailerIds = products.flatMap(({ variants }) => variants.map(({ sku }) => sku)).slice(0, 20)
  return new Street({ phoneNumberId, wabaId, catalogId, retailerIds, prefix: `H${seed.toString(36)}x` }, dice)
}

/** Every fourth request goes to the other process, where a key may ask six thousand times a minute. */
function sometimesOverSockets(inject: Send, sockets: Send): Send {
  let count = 0
  return (sent) => {
    count += 1
    return count % 4 === 0 ? sockets(sent) : inject(sent)
  }
}

async function storedMessage({ runtime }: Bench, key: string): Promise<Record<string, unknown> | null> {
  const [row] = await runtime.database.system<{ message: Record<string, unknown> }>(
    `select body->'message' as message from inbox where source = 'whatsapp' and dedupe_key = $1`,
    [key],
  )
  return row?.message ?? null
}
