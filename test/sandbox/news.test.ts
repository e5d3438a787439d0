import t from 'tap'
import { openNews } from '#sandbox/news.ts'

const clock = { kind: 'clock' } as const

t.test('the newest 2,000 happenings can be told again, by number', (t) => {
  const news = openNews(1_000)
  t.same(news.since(1_000), [], 'nothing yet')
  for (let n = 0; n < 2_000; n += 1) news.publish(clock)
  t.equal(news.last(), 3_000)
  t.same(
    news.since(1_000)?.map(({ n }) => n),
    Array.from({ length: 2_000 }, (_, place) => 1_001 + place),
  )
  news.publish(clock)
  t.equal(news.since(1_000), undefined, 'one is forgotten')
  t.equal(news.since(1_001)?.length, 2_000)
  t.same(news.since(3_000), [{ n: 3_001, happening: clock }])
  t.equal(news.since(3_002), undefined, 'nobody has seen what is still to come')
  news.clear()
  t.equal(news.since(3_000), undefined)
  t.same(news.since(3_001), [])
  t.end()
})

t.test('who listens hears each one until they stop', (t) => {
  const news = openNews(0)
  const heard: number[] = []
  const stop = news.listen(({ n }) => heard.push(n))
  news.publish(clock)
  news.publish(clock)
  stop()
  news.publish(clock)
  t.same(heard, [1, 2])
  t.equal(news.listeners(), 0)
  t.end()
})
