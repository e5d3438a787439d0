import t from 'tap'
import { openTalkingShop } from '#test/modules/messaging/talking-shop.ts'

t.test('an answer lost after Meta accepted is settled by the status, without a second copy', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  await shop.misbehave({ api: 'messages', fault: 'accept_then_reset', times: 1 })
  await shop.queue(shop.text(sara, 'one'), shop.text(sara, 'two'))
  const rows = await shop.settled('read', 2)
  t.strictSame(
    rows.map((row) => row.attempts),
    [1, 1],
  )
  t.equal((await shop.phone(sara)).length, 2)
})

t.test(
  'an answer that never comes and a status that does not either: repeated once when the doubt is over',
  async (t) => {
    const shop = await openTalkingShop(t, { timeoutMs: 200 })
    const sara = await shop.welcome()
    await shop.misbehave({ api: 'messages', fault: 'silence', times: 1 })
    await shop.queue(shop.text(sara, 'one'), shop.text(sara, 'two'))
    const [row] = await shop.settled('in_doubt', 1)
    t.match(row, { error_code: 'unknown-outcome', text: 'one' })
    t.ok(row.doubt_until > new Date(Date.now() + 50_000), 'a chat message is doubted for a minute')
    await new Promise((resolve) => setTimeout(resolve, 300))
    t.equal((await shop.phone(sara)).length, 0, 'the doubt keeps the order: the next one waits')
    await shop.database.system(`update messages set doubt_until = clock_timestamp() where state = 'in_doubt'`)
    const settled = await shop.settled('read', 2)
    t.strictSame(
      settled.map((each) => [each.text, each.attempts]),
      [
        ['one', 2],
        ['two', 1],
      ],
    )
    const [first, second] = (await shop.sends()).map((send) => send.body.biz_opaque_callback_data)
    t.equal(first, `${row.id}.1`)
    t.equal(second, `${row.id}.2`, 'one id for the message, one number for the attempt')
  },
)

t.test('a notice in doubt holds up other notices and not the chat; an answer in doubt holds up both', async (t) => {
  const shop = await openTalkingShop(t, { timeoutMs: 200 })
  const sara = await shop.welcome()
  const answer = (text: string) => shop.text(sara, text, { causeKind: 'inbox', causeId: text })
  await shop.misbehave({ api: 'messages', fault: 'silence', times: 1 })
  await shop.queue(shop.text(sara, 'shipped'))
  await shop.settled('in_doubt', 1)
  await shop.queue(shop.text(sara, 'delivered'), answer('menu'))
  await shop.settled('read', 1)
  t.strictSame(
    (await shop.phone(sara)).map(({ text }) => text),
    ['menu'],
  )
  await shop.misbehave({ api: 'messages', fault: 'silence', times: 1 })
  await shop.queue(answer('cart'))
  await shop.settled('in_doubt', 2)
  await shop.queue(answer('total'))
  await shop.database.system(`update messages set doubt_until = clock_timestamp() where cause_kind = 'test'`)
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  t.equal((await shop.phone(sara)).length, 1, 'nothing passes an answer in doubt')
  await shop.database.system(`update messages set doubt_until = clock_timestamp() where state = 'in_doubt'`)
  await shop.settled('read', 5)
  const texts = (await shop.phone(sara)).map(({ text }) => text)
  t.strictSame(
    texts.filter((text) => /shipped|delivered/.test(text)),
    ['shipped', 'delivered'],
  )
  t.strictSame(
    texts.filter((text) => /menu|cart|total/.test(text)),
    ['menu', 'cart', 'total'],
  )
})

t.test('a second answer that never comes ends it: unknown for good, and the next message goes', async (t) => {
  const shop = await openTalkingShop(t, { timeoutMs: 200 })
  const sara = await shop.welcome()
  await shop.misbehave({ api: 'messages', fault: 'silence', times: 2 })
  await shop.queue(shop.text(sara, 'one'), shop.text(sara, 'two'))
  for (const attempts of [1, 2]) {
    await shop.settled('in_doubt', 1, `attempts = ${attempts}`)
    await shop.database.system(`update messages set doubt_until = clock_timestamp() where state = 'in_doubt'`)
  }
  await shop.settled('read', 1)
  t.match(await shop.rows(`state = 'failed'`), [{ text: 'one', error_code: 'unknown-outcome', attempts: 2 }])
})

t.test('what may be dropped is not repeated', async (t) => {
  const shop = await openTalkingShop(t, { timeoutMs: 200 })
  const sara = await shop.welcome()
  await shop.misbehave({ api: 'messages', fault: 'silence', times: 1 })
  await shop.queue(shop.text(sara, 'card', { certainty: 'drop_if_unsure' }))
  await shop.settled('in_doubt', 1)
  await shop.database.system(`update messages set doubt_until = clock_timestamp() where state = 'in_doubt'`)
  await shop.settled('failed', 1)
  t.equal((await shop.sends()).length, 1)
})

t.test('server trouble in Graph’s own words is doubted for half a minute and tried more than once', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  await shop.misbehave({ api: 'messages', fault: 'http_500', times: 3 })
  await shop.queue(shop.text(sara, 'one'))
  for (const attempt of [1, 2, 3]) {
    const [row] = await shop.settled('in_doubt', 1, `attempts = ${attempt}`)
    const seconds = (row.doubt_until.getTime() - Date.now()) / 1_000
    t.ok(seconds > 20 * 2 ** (attempt - 1) && seconds <= 30 * 2 ** (attempt - 1), `${attempt}: ${seconds}`)
    await shop.database.system(`update messages set doubt_until = clock_timestamp() where state = 'in_doubt'`)
  }
  const [row] = await shop.settled('read', 1)
  t.equal(row.attempts, 4)
})

t.test('a call that takes long is not taken for the work of a dead worker', async (t) => {
  const shop = await openTalkingShop(t, { timeoutMs: 15_000 })
  const sara = await shop.welcome()
  await shop.misbehave({ api: 'messages', fault: 'slow', times: 1, delayMs: 6_500 })
  await shop.queue(shop.text(sara, 'one'))
  const [before] = await shop.settled('sending', 1)
  const seconds = async () => (await shop.rows())[0]?.locked_until
  const first = await seconds()
  t.ok(first <= new Date(Date.now() + 15_000), 'the lease is short')
  await new Promise((resolve) => setTimeout(resolve, 5_500))
  t.ok((await seconds()) > first, 'and renewed')
  const [row] = await shop.settled('read', 1)
  t.strictSame([row.id, row.attempts, row.doubt_until], [before.id, 1, null])
})

t.test('a worker that dies while sending leaves a doubt, not a lost message', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  await shop.database.system('update stores set sending_parked_at = clock_timestamp()')
  await shop.queue(shop.text(sara, 'one'))
  await shop.database.system(
    `update messages set state = 'sending', attempts = 1, locked_until = clock_timestamp() - interval '1 second'`,
  )
  const [row] = await shop.settled('in_doubt', 1)
  t.match(row, { error_code: 'unknown-outcome', error_details: 'the worker died' })
})

t.test('a status that overtakes the answer settles the message first; the answer adds the rest', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  await shop.misbehave({ api: 'messages', fault: 'early_status', times: 1 })
  await shop.queue(shop.text(sara, 'one'), shop.text(sara, 'two'))
  const rows = await shop.settled('read', 2)
  t.ok(rows.every((row) => row.wamid && row.accepted_at && row.attempts === 1))
  t.equal((await shop.phone(sara)).length, 2)
})
