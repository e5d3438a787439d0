import t from 'tap'
import { openTalkingShop } from '#test/modules/messaging/talking-shop.ts'

t.test('a shopper reads what the shop says in the order it was said', async (t) => {
  const shop = await openTalkingShop(t)
  const [sara, omar] = [await shop.welcome(), await shop.welcome()]
  const said = Array.from({ length: 12 }, (_, index) => `line ${index}`)
  await shop.queue(...said.flatMap((line) => [shop.text(sara, line), shop.text(omar, line)]))
  await shop.settled('read', 24)
  for (const shopper of [sara, omar]) {
    t.strictSame(
      (await shop.phone(shopper)).map((message) => message.body.text.body),
      said,
    )
  }
  const rows = await shop.rows()
  t.ok(rows.every((row) => row.wamid !== null && row.attempts === 1 && row.sent_as === 'free_form'))
  t.ok(rows.every((row) => row.pricing_category === 'service' && row.sent_at && row.delivered_at && row.read_at))
})

t.test('the same cause never makes a second message', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  const draft = shop.text(sara, 'once')
  await Promise.all(Array.from({ length: 20 }, () => shop.queue(draft)))
  await shop.settled('read', 1)
  t.equal((await shop.sends()).length, 1)
})

t.test('a shopper who hides the phone is written to by user id', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome({ hidePhone: true })
  await shop.queue(shop.text(sara, 'hello'))
  await shop.settled('read', 1)
  const [sent] = await shop.sends()
  t.equal(sent.body.recipient, sara.bsuid)
  t.notOk(sent.body.to)
})

t.test('the number’s limit spreads a burst over time and loses nothing', async (t) => {
  const shop = await openTalkingShop(t, { limits: { perSecond: 20 } })
  await shop.database.system('update stores set messages_per_second = 20')
  const shoppers = await Promise.all(Array.from({ length: 30 }, () => shop.welcome()))
  await shop.queue(...shoppers.map((shopper) => shop.text(shopper, 'offer')))
  await shop.settled('read', 30)
  const sends = await shop.sends()
  t.equal(sends.length, 30)
  t.ok(
    sends.every((send) => send.status === 200),
    'Meta never had to refuse',
  )
  t.ok(Date.parse(sends[29].at) - Date.parse(sends[0].at) > 1_000, 'the burst took its time')
})

t.test('when Meta throttles the number all the same, its sending pauses and then goes on', async (t) => {
  const shop = await openTalkingShop(t)
  const shoppers = await Promise.all(Array.from({ length: 5 }, () => shop.welcome()))
  await shop.misbehave({ api: 'messages', fault: '130429', times: 3 })
  await shop.queue(...shoppers.map((shopper) => shop.text(shopper, 'hello')))
  await shop.until(
    async () =>
      (await shop.database.system('select 1 from number_buckets where blocked_until > clock_timestamp()')).length > 0,
  )
  const rows = await shop.settled('read', 5)
  t.ok(
    rows.every((row) => row.attempts === 1),
    'a throttled call is no attempt',
  )
})

t.test('too much for one shopper holds up that shopper alone', async (t) => {
  const shop = await openTalkingShop(t)
  const [sara, omar] = [await shop.welcome(), await shop.welcome()]
  await shop.misbehave({ api: 'messages', fault: '131056', times: 1 })
  await shop.queue(shop.text(sara, 'one'), shop.text(sara, 'two'))
  await shop.until(
    async () => (await shop.database.system('select 1 from pair_buckets where strikes = 1')).length === 1,
  )
  await shop.queue(shop.text(omar, 'hello'))
  await shop.settled('read', 1, `content ->> 'text' = 'hello'`)
  t.equal((await shop.rows(`state = 'queued'`)).length, 2, 'Sara’s messages wait their 4 seconds')
  await shop.settled('read', 3)
  t.strictSame(
    (await shop.phone(sara)).map((message) => message.body.text.body),
    ['one', 'two'],
  )
  const [pair] = await shop.database.system<{ strikes: number }>(
    'select strikes from pair_buckets where shopper_id = $1',
    [sara.id],
  )
  t.equal(pair?.strikes, 0, 'an accepted message forgives')
})

t.test('the shop itself keeps to 45 messages at once to one shopper', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  await shop.queue(...Array.from({ length: 50 }, (_, index) => shop.text(sara, `line ${index}`)))
  await shop.settled('read', 45)
  const sends = await shop.sends()
  t.ok(sends.length < 50, 'the rest waits')
  t.ok(sends.every((send) => send.status === 200))
})

t.test('a revoked token parks the store’s sending; a new one lets all of it go', async (t) => {
  const shop = await openTalkingShop(t)
  const shoppers = await Promise.all(Array.from({ length: 4 }, () => shop.welcome()))
  await shop.misbehave({ api: 'messages', fault: 'auth_190' })
  await shop.queue(...shoppers.map((shopper) => shop.text(shopper, 'hello')))
  await shop.until(
    async () => (await shop.database.system('select 1 from stores where sending_parked_at is not null')).length > 0,
  )
  await shop.until(async () => (await shop.rows(`state = 'queued'`)).length === 4)
  const calls = (await shop.sends()).length
  const [problem] = await shop.database.system<{ code: string; fix: string }>('select code, fix from store_problems')
  t.equal(problem?.code, 'sending-parked-token')
  t.match(problem?.fix, /whatsapp_access_token/)
  await new Promise((resolve) => setTimeout(resolve, 500))
  t.equal((await shop.sends()).length, calls, 'nobody knocks while parked')
  await shop.control('DELETE', '/misbehave')
  await shop.database.system('update stores set sending_parked_at = null, sending_parked_reason = null')
  await shop.settled('read', 4)
})

t.test('what Meta refuses for good fails with its reason and lets the next one through', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  await shop.misbehave({ api: 'messages', fault: 'code', code: 131026, details: 'Message undeliverable', times: 1 })
  await shop.queue(shop.text(sara, 'one'), shop.text(sara, 'two'))
  await shop.settled('read', 1)
  const [failed] = await shop.rows(`state = 'failed'`)
  t.match(failed, { error_code: '131026', error_details: 'Message undeliverable', text: 'one' })
  t.ok(failed.trace_id, 'Meta’s support will ask for the trace')
})

t.test('while Meta cannot be reached nothing is lost and nothing counts as an attempt', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  const { port } = new URL(shop.sandbox.url)
  await shop.sandbox.close()
  await shop.queue(shop.text(sara, 'hello'))
  const [row] = await shop.until(async () => {
    const rows = await shop.rows(`error_code = 'not-sent'`)
    return rows.length > 0 && rows
  })
  t.match(row, { state: 'queued', attempts: 0 })
  t.ok(port)
})
