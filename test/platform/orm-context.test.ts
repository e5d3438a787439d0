import { randomUUID } from 'node:crypto'
import { defineEntity, p } from '@mikro-orm/core'
import { Client } from 'pg'
import t from 'tap'
import { type ContextSeed, inStore } from '#platform/context.ts'
import { defineEntities } from '#platform/orm-context.ts'
import { ownStore } from '#platform/own-store.ts'
import { openTools } from '#test/support/platform.ts'

const NoteSchema = defineEntity({
  name: 'Note',
  tableName: 'notes',
  filters: { ownStore },
  properties: {
    id: p.uuid().primary(),
    storeId: p.uuid(),
    words: p.text(),
    facts: p.json<object>(),
    amount: p.bigint('number'),
    at: p.datetime().strictNullable(),
    version: p.integer().version(),
  },
})
class Note extends NoteSchema.class {}
NoteSchema.setClass(Note)

const { url, database, environment } = await openTools(t)
const withNotes = defineEntities(async () => ({ Note }))
const owner = new Client({ connectionString: url })
await owner.connect()
await owner.query(`create table notes (id uuid primary key, store_id uuid not null, words text not null,
    facts jsonb not null, amount bigint not null, at timestamptz, version integer not null default 1);
  alter table notes enable row level security; alter table notes force row level security;
  create policy store_wall on notes to dukkan_app using (store_id = any ((select dukkan_stores())::uuid[]));
  grant select, insert, update, delete on notes to dukkan_app`)
await owner.end()
const [mine, theirs] = [randomUUID(), randomUUID()]
const within = <T>(storeId: string, work: Parameters<typeof inStore<T>>[2]['work']) => {
  const seed: ContextSeed = { storeId, actor: { kind: 'system', id: 'test' } }
  return inStore(database, environment, { ...seed, work })
}
const at = new Date('2026-11-22T09:00:00.123Z')
const write = (storeId: string, id: string, words: string) =>
  within(storeId, (ctx) =>
    withNotes(ctx, async ({ em }) => {
      em.create(Note, { id, storeId, words, facts: { words }, amount: 12_345_678_901, at, version: 1 })
    }),
  )

t.test('what an entity holds comes back as it went in, whatever its words are', async (t) => {
  for (const words of [`it's "returning"`, 'a\\b ? ?? $1 :x', `'; drop table notes; --`, '🌴 تمر', '']) {
    const id = randomUUID()
    await write(mine, id, words)
    const read = await within(mine, (ctx) => withNotes(ctx, ({ em }) => em.findOneOrFail(Note, { id })))
    t.match(read, { words, facts: { words }, amount: 12_345_678_901, at, version: 1 }, words)
    await within(mine, (ctx) =>
      withNotes(ctx, async ({ em }) => {
        const note = await em.findOneOrFail(Note, { id })
        note.words = `${words} returning`
      }),
    )
    const changed = await within(mine, (ctx) => withNotes(ctx, ({ em }) => em.findOneOrFail(Note, { id })))
    t.match(changed, { words: `${words} returning`, version: 2 })
  }
})

t.test('a row of another store is not there, with the filter and without it (row 2)', async (t) => {
  const id = randomUUID()
  await write(theirs, id, 'secret')
  const [filtered, bare, changed] = await within(mine, (ctx) =>
    withNotes(ctx, async ({ em }) => [
      await em.findOne(Note, { id }),
      await em.findOne(Note, { id }, { filters: false }),
      await em.nativeUpdate(Note, { id }, { words: 'mine' }, { filters: false }),
    ]),
  )
  t.same([filtered, bare, changed], [null, null, 0])
  const unwalled = await within(theirs, (ctx) =>
    withNotes({ ...ctx, storeId: mine }, async ({ em }) => [await em.findOne(Note, { id }), await em.count(Note)]),
  )
  t.same(unwalled, [null, 0], 'the filter holds where the wall would let it through')
  await t.rejects(write(mine, id, 'again'), 'its id is still taken')
})

t.test('entities and statements share one transaction: both stay or neither', async (t) => {
  const id = randomUUID()
  const both = within(mine, async (ctx) => {
    await withNotes(ctx, async ({ em, tx, storeId }) => {
      em.create(Note, { id, storeId, words: 'x', facts: {}, amount: 1, at: null, version: 1 })
      await em.flush()
      const [row] = await tx.query<{ words: string }>('select words from notes where id = $1', [id])
      t.equal(row?.words, 'x', 'a statement sees what the entities wrote')
    })
    throw new Error('changed my mind')
  })
  await t.rejects(both, /changed my mind/)
  t.equal(await within(mine, (ctx) => withNotes(ctx, ({ em }) => em.findOne(Note, { id }))), null)
})

t.test('of two who change one version the second is refused', async (t) => {
  const id = randomUUID()
  await write(mine, id, 'one')
  const late = within(mine, (ctx) =>
    withNotes(ctx, async ({ em }) => {
      const note = await em.findOneOrFail(Note, { id })
      await within(mine, (other) =>
        withNotes(other, async (inner) => {
          ;(await inner.em.findOneOrFail(Note, { id })).words = 'two'
        }),
      )
      note.words = 'three'
    }),
  )
  await t.rejects(late, { code: 'version-mismatch', kind: 'conflict' })
})
