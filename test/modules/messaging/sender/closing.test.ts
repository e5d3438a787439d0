import t from 'tap'
import { openTalkingShop } from '#test/modules/messaging/talking-shop.ts'

t.test('a worker that stops lets calls under way finish and writes down how they went', async (t) => {
  const shop = await openTalkingShop(t)
  const shoppers = await Promise.all(Array.from({ length: 6 }, () => shop.welcome()))
  await shop.misbehave({ api: 'webhooks.statuses', fault: 'lose' })
  await shop.misbehave({ api: 'messages', fault: 'slow', delayMs: 400 })
  await shop.queue(...shoppers.map((shopper) => shop.text(shopper, 'hello')))
  await shop.settled('sending', 6)
  await shop.queue(...shoppers.map((shopper) => shop.text(shopper, 'after the end')))
  await shop.workshop.close()
  t.strictSame(
    (await shop.rows()).map((row) => row.state),
    [...Array(6).fill('accepted'), ...Array(6).fill('queued')],
  )
})
