import t from 'tap'
import { brokenFiles } from '#test/hostile/suites/file-suite.ts'
import { Dice } from '#test/support/hostile/dice.ts'
import { faultOf, type Scenario, type Send } from '#test/support/hostile/play.ts'
import { openImports } from './import-shop.ts'

const api = await openImports(t)

t.test('two hundred files broken in every way are refused, or read to their end with their faults told', async (t) => {
  const store = await api.openStore()
  const statuses = new Map<number, number>()
  const send: Send = async ({ method, url, headers = {}, body = '' }) => {
    await api.work()
    const answer = await api.app.inject({ method: method as 'POST', url, headers, payload: body })
    statuses.set(answer.statusCode, (statuses.get(answer.statusCode) ?? 0) + 1)
    const seen = { status: answer.statusCode, headers: answer.headers, body: answer.body }
    t.equal(faultOf({ method, url }, seen), null)
    return seen
  }
  const files = brokenFiles({ key: () => store.key, dice: new Dice(20261122), prefix: 'F' })
  for (let n = 0; n < 200; n += 1) {
    const { name, run } = files.next().value as Scenario
    t.equal(await run(send), null, name)
  }
  t.ok((statuses.get(202) ?? 0) > 80 && (statuses.get(400) ?? 0) > 10, JSON.stringify([...statuses]))
  const [books] = await api.database.system(
    `select count(*)::int as drifted from stock s
    where on_hand <> (select sum(on_hand_change) from stock_movements m where m.variant_id = s.variant_id)`,
  )
  t.same(books, { drifted: 0 })
})
