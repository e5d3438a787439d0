import t from 'tap'
import { senderDrain } from '#modules/messaging/index.ts'
import { StoreSecrets } from '#modules/stores/index.ts'
import { GraphClient } from '#platform/graph/client.ts'
import { Workshop } from '#platform/workshop.ts'
import { type Json, openTalkingShop, publicUrl, type TalkingShop } from '#test/modules/messaging/talking-shop.ts'

/** A second worker on the same database, with a sender of its own. */
async function openSecondWorker(t: { teardown: (run: () => Promise<void>) => unknown }, shop: TalkingShop) {
  const graph = new GraphClient({ baseUrl: shop.sandbox.url, version: 'v26.0', timeoutMs: 500 })
  const secrets = new StoreSecrets(shop.database, shop.box, shop.tools.environment.now)
  const sender = senderDrain({ graph, secrets, publicUrl })
  const workshop = new Workshop({ drains: [sender], chores: [], tools: shop.tools, sweepMs: 50 })
  await workshop.start()
  t.teardown(async () => {
    await workshop.close()
    await graph.close()
  })
}

t.test(
  'two workers in rough weather: everything arrives, in order, and twice only where nobody could know',
  async (t) => {
    const shop = await openTalkingShop(t, { timeoutMs: 500 })
    await openSecondWorker(t, shop)
    const shoppers = await Promise.all(Array.from({ length: 6 }, () => shop.welcome()))
    for (const [fault, times] of [
      ['accept_then_reset', 6],
      ['reset', 4],
      ['http_500', 4],
      ['130429', 2],
      ['early_status', 6],
      ['accept_then_500', 4],
      ['silence', 2],
    ] as const) {
      await shop.misbehave({ api: 'messages', fault, times, probability: 0.35 })
    }
    await shop.misbehave({ api: 'webhooks.statuses', fault: 'duplicate', copies: 2, probability: 0.3 })
    await shop.misbehave({ api: 'webhooks.statuses', fault: 'reorder', probability: 0.2 })
    // Doubts last a minute in the shop; here as long as a status may take, a hundred times over.
    const impatience = setInterval(() => {
      void shop.database.system(
        `update messages set doubt_until = clock_timestamp() where id in (
        select id from messages where state = 'in_doubt' and sending_at < clock_timestamp() - interval '1 second'
        for update skip locked)`,
      )
    }, 100)
    t.teardown(() => clearInterval(impatience))
    const lines = Array.from({ length: 10 }, (_, index) => `line ${index}`)
    for (const line of lines) await shop.queue(...shoppers.map((shopper) => shop.text(shopper, line)))
    await shop.until(async () => (await shop.rows(`state in ('queued', 'sending', 'in_doubt')`)).length === 0, 60_000)
    await shop.control('GET', '/quiet')
    const rows = await shop.rows()
    const attempts = rows.reduce((sum: number, row: Json) => sum + row.attempts, 0)
    let copies = 0
    for (const shopper of shoppers) {
      const shown = (await shop.phone(shopper)).map((message) => message.body.text.body)
      const failed = rows
        .filter((row) => row.shopper_id === shopper.id && row.state === 'failed')
        .map((row) => row.text)
      const expected = lines.filter((line) => shown.includes(line) || !failed.includes(line))
      t.strictSame([...new Set(shown)], expected, 'in order, each line there')
      copies += shown.length - new Set(shown).size
    }
    t.ok(copies <= attempts - rows.length, `${copies} copies, ${attempts - rows.length} repetitions`)
    t.ok(
      rows
        .filter((row) => row.state === 'failed')
        .every((row) => row.error_code === 'unknown-outcome' && row.attempts >= 2),
      'given up only when it was repeated and nobody knew again',
    )
  },
)
