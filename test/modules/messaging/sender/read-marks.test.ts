import t from 'tap'
import { openTalkingShop, type Shopper, type TalkingShop } from '#test/modules/messaging/talking-shop.ts'

/** What the shopper wrote last, as it lies in the inbox. */
async function lastEvent(shop: TalkingShop): Promise<{ id: number; wamid: string }> {
  return shop.until(async () => {
    const [event] = await shop.database.system<{ id: number; wamid: string }>(
      `select id, body -> 'message' ->> 'id' as wamid from inbox where kind = 'message' order by id desc limit 1`,
    )
    return event
  })
}

const answer = (shop: TalkingShop, shopper: Shopper, eventId: number) =>
  shop.text(shopper, 'Welcome', { causeKind: 'inbox', causeId: String(eventId) })

const marks = async (shop: TalkingShop) => {
  const { entries } = await shop.control('GET', '/journal?kind=graph')
  return entries.filter((entry: { body?: { status?: string } }) => entry.body?.status === 'read')
}

t.test('what the shop answers, the shopper sees as read', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  const event = await lastEvent(shop)
  await shop.queue(answer(shop, sara, event.id))
  await shop.settled('read', 1)
  const [mark, ...more] = await shop.until(async () => {
    const found = await marks(shop)
    return found.length > 0 && found
  })
  t.equal(more.length, 0)
  t.match(mark, { status: 200, body: { message_id: event.wamid } })
})

t.test('a mark that fails disturbs nothing, and what answers nobody marks nothing', async (t) => {
  const shop = await openTalkingShop(t)
  const sara = await shop.welcome()
  await shop.queue(answer(shop, sara, 999_999), shop.text(sara, 'Out for delivery'))
  await shop.settled('read', 2)
  t.equal((await marks(shop)).length, 0)
})
