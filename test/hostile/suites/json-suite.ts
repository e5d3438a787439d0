import { type JsonCase, jsonCases } from '#test/hostile/corpus/malformed-json.ts'
import type { Operation } from '#test/support/hostile/operations.ts'
import { type Answer, parsed, type Scenario } from '#test/support/hostile/play.ts'
import { type Deliveries, type StripeEndpoint, signedByMeta, signedByStripe } from '#test/support/hostile/webhooks.ts'

/** Every case to every route that reads JSON, with a key that may. */
export function* jsonAtTheApi(operations: readonly Operation[], key: () => string): Generator<Scenario> {
  const readers = operations.filter(({ body }) => body !== null)
  for (const operation of readers) {
    for (const each of jsonCases) {
      yield {
        name: `${operation.line} with ${each.name}`,
        run: async (send) => {
          const headers = { authorization: `Bearer ${key()}`, 'content-type': 'application/json' }
          return judgeAtApi(
            each,
            await send({ method: operation.method, url: operation.address(), headers, body: each.bytes }),
          )
        },
      }
    }
  }
}

function judgeAtApi({ verdict }: JsonCase, { status, body }: Answer): string | null {
  const code = parsed(body)?.code
  if (verdict === 'sound') return code === 'json-malformed' ? 'what is JSON was taken for none' : null
  return status === 400 && code === 'json-malformed' ? null : `answered ${status} ${String(code)}`
}

type AtWebhooks = { appSecret: string; stripe: StripeEndpoint; deliveries: Deliveries }

/** The same cases as bodies of webhooks, each signed over its bytes: Meta's are kept whatever they are, Stripe's refused. */
export function* jsonAtTheWebhooks({ appSecret, stripe, deliveries }: AtWebhooks): Generator<Scenario> {
  for (const { name, bytes } of jsonCases) {
    yield {
      name: `Meta with ${name}`,
      run: async (send) => {
        const sent = signedByMeta(bytes, appSecret)
        const answer = await send(sent)
        deliveries.note('whatsapp', sent, answer)
        return answer.status === 200 ? null : `what Meta signed was answered ${answer.status}`
      },
    }
    yield {
      name: `Stripe with ${name}`,
      run: async (send) => {
        const answer = await send(signedByStripe(bytes, stripe))
        return answer.status === 400 ? null : `what is no event was answered ${answer.status}`
      },
    }
  }
}
