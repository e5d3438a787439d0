import { Client } from 'pg'
import t from 'tap'
import { WrittenRows } from '#platform/http.ts'
import { idsOf, markOf, rowMark, rowsMark } from '#platform/row-marks.ts'
import { createTestDatabase } from '#test/support/database.ts'

async function shelves(t: Parameters<typeof createTestDatabase>[0]) {
  const { url } = await createTestDatabase(t)
  const client = new Client({ connectionString: url })
  await client.connect()
  t.teardown(() => client.end())
  await client.query(`create table shelves (id int primary key, name text);
    create table boxes (shelf int, place int, things int, primary key (shelf, place));
    create table labels (shelf int, text text)`)
  const from = 'boxes b left join labels l on l.shelf = b.shelf where b.shelf = s.id'
  const mark = markOf(rowMark('shelves', 's'), rowsMark('boxes', ['b', 'l'], from))
  const marks = async () => {
    const { rows } = await client.query<{ id: number; mark: string }>(
      `select s.id, ${mark} from shelves s order by s.id`,
    )
    return rows.map((row) => row.mark)
  }
  return { client, marks }
}

t.test('a mark changes with every row it covers, and only then', async (t) => {
  const { client, marks } = await shelves(t)
  await client.query(`insert into shelves select n, 'x' from generate_series(1, 3) n;
    insert into boxes select 1, n, 5 from generate_series(1, 4) n`)
  const seen = new Set(await marks())
  t.equal(seen.size, 3, 'rows of one transaction, in tables that begin alike, have marks of their own')
  t.strictSame(await marks(), await marks(), 'reading changes nothing')
  const changes = [
    `update shelves set name = 'y' where id = 1`,
    'update boxes set things = 6 where shelf = 1 and place = 2',
    'update boxes set things = 6 where shelf = 1',
    'delete from boxes where shelf = 1 and place = 4',
    `insert into labels values (1, 'dates')`,
    `update labels set text = 'figs'`,
    `insert into labels values (1, 'figs')`,
    `update shelves set name = name where id = 1`,
  ]
  for (const change of changes) {
    const [, ...others] = await marks()
    await client.query(change)
    const [mark = '', ...after] = await marks()
    t.notOk(seen.has(mark), change)
    seen.add(mark)
    t.strictSame(after, others, 'the others keep theirs')
  }
  const before = await marks()
  await client.query(`begin; insert into labels values (1, 'nuts')`)
  t.not((await marks())[0], before[0])
  await client.query('rollback')
  t.strictSame(await marks(), before, 'the same rows, the same mark')
})

t.test('a mark of what is rolled back never comes again', async (t) => {
  const { client, marks } = await shelves(t)
  await client.query(`insert into shelves values (1, 'x')`)
  const [before] = await marks()
  await client.query(`begin; update shelves set name = 'never'`)
  const [never] = await marks()
  t.not(never, before)
  await client.query('rollback')
  await client.query('vacuum shelves')
  t.strictSame(await marks(), [before])
  await client.query(`update shelves set name = 'now'`)
  t.not((await marks())[0], never)
})

t.test('ids in a text are a table', async (t) => {
  const { client } = await shelves(t)
  const ids = ['01998a00-0000-7000-8000-000000000001', '01998a00-0000-7000-8000-000000000002']
  const read = async (text: string) => (await client.query(`select w.id from ${idsOf('$1')}`, [text])).rows
  t.strictSame(
    await read(ids.join()),
    ids.map((id) => ({ id })),
  )
})

t.test('rows are read once for each mark, and what is gone is left out', async (t) => {
  const written = new WrittenRows((row: { id: string; mark: string; name: string }) => JSON.stringify(row.name))
  const shelf = new Map([1, 2, 3].map((n) => [`${n}`, { id: `${n}`, mark: 'a', name: `thing ${n}` }]))
  const asked: string[][] = []
  const all = async (ids: string[], mark = 'a') => {
    const bytes = await written.all(
      ids.map((id) => ({ id, mark })),
      async (unknown) => {
        asked.push(unknown)
        return unknown.flatMap((id) => shelf.get(id) ?? []).reverse()
      },
    )
    return bytes.map(String)
  }
  t.strictSame(await all(['2', '1']), ['"thing 2"', '"thing 1"'], 'in the order of the marks')
  t.strictSame(await all(['1', '3', '2']), ['"thing 1"', '"thing 3"', '"thing 2"'])
  t.strictSame(asked, [['2', '1'], ['3']])
  shelf.set('1', { id: '1', mark: 'b', name: 'another' })
  t.strictSame(await all(['1'], 'b'), ['"another"'], 'another mark, read anew')
  t.strictSame(await all(['1'], 'a'), ['"another"'], 'changed since it was marked: as it is now')
  shelf.delete('1')
  t.strictSame(await all(['1', '2'], 'c'), ['"thing 2"'])
  const nine = { id: '9', mark: 'a', name: 'nine', version: 4 }
  const changed = written.changed(nine)
  t.strictSame([String(changed.bytes), changed.version], ['"nine"', 4])
  shelf.set('9', { ...nine, name: 'what came of it' })
  t.strictSame(await all(['9']), ['"what came of it"'], 'what is not committed yet is not remembered')
})
