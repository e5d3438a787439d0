import t from 'tap'
import { type Json, messageOf, messagesPath, openStreet, type Street, statusOf, textTo, visitor } from './support.ts'

const order = (street: Street, more: Json) => street.control('POST', '/misbehave', more)
const send = (street: Street, shopper: Json, body = 'x') =>
  street.graph('POST', messagesPath, textTo(shopper.waId, body))
const fromShop = async (street: Street, shopper: Json): Promise<string[]> => {
  const { body } = await street.control('GET', `/shoppers/${shopper.id}/chat?after=1`)
  return body.messages.map(({ text }: Json) => text)
}

const answered: [fault: Json, status: number, code: number | undefined][] = [
  [{ fault: 'http_429', delayMs: 2_000 }, 429, 4],
  [{ fault: '130429' }, 400, 130429],
  [{ fault: '131056' }, 400, 131056],
  [{ fault: 'http_500' }, 500, 2],
  [{ fault: '503_no_body' }, 503, undefined],
  [{ fault: 'auth_190' }, 401, 190],
  [{ fault: 'code', code: 131016, details: 'Service overloaded' }, 503, 131016],
]

t.test('refusals on command leave nothing on the phone and end when they are used up', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  for (const [fault, status, code] of answered) {
    await order(street, { api: 'messages', times: 1, ...fault })
    const answer = await send(street, shopper)
    t.equal(answer.status, status, fault.fault)
    t.equal(answer.body.error?.code, code, fault.fault)
    if (fault.delayMs) t.equal(answer.headers['retry-after'], '2')
  }
  t.same(await fromShop(street, shopper), [])
  t.equal((await send(street, shopper)).status, 200)
  const { body } = await street.control('GET', '/state')
  t.equal(body.struck['messages http_500'], 1, 'and every strike is counted')
})

t.test('a message whose answer is lost was sent all the same', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  await order(street, { api: 'messages', fault: 'reset', times: 1 })
  await t.rejects(send(street, shopper, 'never arrived'))
  await order(street, { api: 'messages', fault: 'accept_then_reset', times: 1 })
  await t.rejects(send(street, shopper, 'arrived'))
  await order(street, { api: 'messages', fault: 'accept_then_500', times: 1 })
  t.equal((await send(street, shopper, 'arrived too')).status, 500)
  t.same(await fromShop(street, shopper), ['arrived', 'arrived too'])
  await street.hears((heard) => statusOf(heard)?.status === 'read')
  const { body } = await street.control('GET', '/journal?kind=graph')
  t.match(body.entries, [
    { status: 0, fault: 'reset', body: { text: { body: 'never arrived' } }, taken: undefined },
    { status: 0, fault: 'accept_then_reset', body: { text: { body: 'arrived' } }, taken: 1 },
    { status: 500, fault: 'accept_then_500', taken: 2 },
  ])
})

t.test('silence lasts until the caller gives up', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const impatient = (body: string) =>
    fetch(`${street.sandbox.url}/v26.0${messagesPath}`, {
      method: 'POST',
      headers: { authorization: 'Bearer EAAtoken', 'content-type': 'application/json' },
      body: JSON.stringify(textTo(shopper.waId, body)),
      signal: AbortSignal.timeout(60),
    })
  await order(street, { api: 'messages', fault: 'silence', times: 1 })
  await t.rejects(impatient('unheard'), { name: 'TimeoutError', message: String })
  await order(street, { api: 'messages', fault: 'accept_then_silence', times: 1 })
  await t.rejects(impatient('heard'), { name: 'TimeoutError', message: String })
  t.same(await fromShop(street, shopper), ['heard'])
})

t.test('slow and dripping answers arrive in the end', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  await order(street, { api: 'messages', fault: 'slow', delayMs: 50, times: 1 })
  const began = performance.now()
  t.equal((await send(street, shopper)).status, 200)
  t.ok(performance.now() - began >= 45)
  await order(street, { api: 'messages', fault: 'drip', delayMs: 1, times: 1 })
  const dripped = await send(street, shopper)
  t.match(dripped.body.messages, [{ id: String }])
})

t.test('the journal tells in which order messages were taken, though an answer waits for its status', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  await order(street, { api: 'messages', fault: 'early_status', times: 1 })
  await order(street, { api: 'webhooks.statuses', fault: 'delay', delayMs: 200, times: 1 })
  const first = send(street, shopper, 'first')
  while ((await fromShop(street, shopper)).length === 0) await street.quiet()
  await send(street, shopper, 'second')
  await first
  t.same(await fromShop(street, shopper), ['first', 'second'])
  const { body } = await street.control('GET', '/journal?kind=graph')
  t.match(body.entries, [
    { taken: 2, body: { text: { body: 'second' } } },
    { taken: 1, body: { text: { body: 'first' } } },
  ])
})

t.test('statuses can overtake the answer, fail later, and lose their order', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  await order(street, { api: 'messages', fault: 'early_status', times: 1 })
  const early = await send(street, shopper)
  const known = street.receiver.heard.some((heard) => statusOf(heard)?.id === early.body.messages[0].id)
  t.ok(known, 'the sent status was here before the answer')

  await order(street, { api: 'messages', fault: 'fail_later', code: 131049, details: 'Withheld', times: 1 })
  const failing = await send(street, shopper)
  const failed = await street.hears((heard) => statusOf(heard)?.status === 'failed')
  t.match(statusOf(failed), {
    id: failing.body.messages[0].id,
    errors: [{ code: 131049, error_data: { details: 'Withheld' } }],
  })

  await street.quiet()
  await order(street, { api: 'webhooks.statuses', fault: 'reorder', times: 1 })
  const shuffled = await send(street, shopper)
  await street.quiet()
  const statuses = street.receiver.heard.map(statusOf).filter((each) => each?.id === shuffled.body.messages[0].id)
  t.equal(statuses.length, 3)
  t.not(statuses[0].status, 'sent')
})

t.test('webhooks come twice, late, or not at all, and can be played again', async (t) => {
  const street = await openStreet(t)
  const { body: shopper } = await street.control('POST', '/shoppers', { name: 'Mona' })
  const say = async (text: string): Promise<string> =>
    (await street.control('POST', `/shoppers/${shopper.id}/say`, { text })).body.wamid
  const heard = (wamid: string) => street.receiver.heard.filter((each) => messageOf(each)?.id === wamid).length

  await order(street, { api: 'webhooks.messages', fault: 'duplicate', copies: 5, times: 1 })
  const five = await say('five times')
  await order(street, { api: 'webhooks.messages', fault: 'lose', times: 1 })
  const lost = await say('lost')
  await order(street, { api: 'webhooks.messages', fault: 'delay', delayMs: 60, times: 1 })
  const late = await say('late')
  const after = await say('after')
  await street.quiet()
  t.same([five, lost, late, after].map(heard), [5, 0, 1, 1])
  const order2 = street.receiver.heard.map((each) => messageOf(each)?.id)
  t.ok(order2.indexOf(late) > order2.indexOf(after))

  t.match((await street.control('POST', '/webhooks/replay', { wamid: lost, times: 2 })).body, { sent: 2 })
  t.equal(heard(lost), 2)
  t.match((await street.control('POST', '/webhooks/replay', { all: true, shuffle: true })).body, { sent: 4 })
  t.same([five, lost, late, after].map(heard), [6, 3, 2, 2])
  t.equal((await street.control('POST', '/webhooks/replay', { wamid: 'wamid.none' })).status, 404)
})

t.test('a badly signed webhook differs in its signature alone', async (t) => {
  const street = await openStreet(t)
  const { body: shopper } = await street.control('POST', '/shoppers', { name: 'Mona' })
  await order(street, { api: 'webhooks.messages', fault: 'bad_signature', times: 1 })
  const { body: said } = await street.control('POST', `/shoppers/${shopper.id}/say`, { text: 'forged' })
  await street.hears(messageOf)
  await street.control('POST', '/webhooks/replay', { wamid: said.wamid })
  const [forged, honest] = street.receiver.heard
  t.same(forged?.raw, honest?.raw)
  t.not(forged?.headers['x-hub-signature-256'], honest?.headers['x-hub-signature-256'])
})

t.test('chance is drawn from the seed, so a run can be repeated', async (t) => {
  const runs: unknown[] = []
  for (let run = 0; run < 2; run += 1) {
    const street = await openStreet(t, { seed: 42 })
    const shopper = await visitor(street)
    await order(street, { api: 'messages', fault: 'http_500', probability: 0.5 })
    const statuses: number[] = []
    for (let n = 0; n < 12; n += 1) statuses.push((await send(street, shopper)).status)
    runs.push(statuses)
  }
  t.same(runs[0], runs[1])
  t.same([...new Set(runs[0] as number[])].sort(), [200, 500], 'both outcomes happen')
})

t.test('a fault can be taken back, and one family’s fault leaves the other alone', async (t) => {
  const street = await openStreet(t)
  const shopper = await visitor(street)
  const { body: stripeFault } = await order(street, { api: 'stripe', fault: 'http_500' })
  t.equal((await send(street, shopper)).status, 200)
  t.equal((await street.stripe('GET', '/balance')).status, 500)
  await street.control('DELETE', `/misbehave/${stripeFault.id}`)
  t.equal((await street.stripe('GET', '/balance')).status, 200)
  await order(street, { api: '*', fault: 'http_500' })
  t.equal((await send(street, shopper)).status, 500)
  await street.control('DELETE', '/misbehave')
  t.equal((await send(street, shopper)).status, 200)
  t.equal((await order(street, { api: 'messages', fault: 'sulk' })).status, 400)
})
