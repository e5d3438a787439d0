import type { StoreContext } from '#platform/context.ts'
import type { Statement } from '#platform/db.ts'
import type { Draft, RowFault } from './import.types.ts'

type Name = { name: string; line: number; draft: number; path: readonly PropertyKey[] }

/**
 * Lets each handle, SKU and retailer id stand once in a file, wherever in it: a second row of the same SKU would
 * silently undo the first. Gives the drafts that named nothing anew, and what is wrong with the others.
 */
export async function claimNames(
  ctx: StoreContext,
  { importId, drafts }: { importId: string; drafts: readonly Draft[] },
): Promise<{ accepted: Draft[]; refused: RowFault[][] }> {
  const names = drafts.flatMap(namesOf)
  const lineOf = new Map<string, number>()
  for (const { name, line } of names) if (!lineOf.has(name)) lineOf.set(name, line)
  const before = await ctx.tx.query<{ name: string; line: number }>(CLAIM, [
    ctx.storeId,
    importId,
    [...lineOf.keys()],
    [...lineOf.values()],
  ])
  for (const { name, line } of before) lineOf.set(name, line)
  const repeated = Map.groupBy(
    names.filter(({ name, line }) => lineOf.get(name) !== line),
    ({ draft }) => draft,
  )
  return {
    accepted: drafts.filter((_, place) => !repeated.has(place)),
    refused: drafts.flatMap((draft, place) => {
      const [again] = repeated.get(place) ?? []
      return again === undefined ? [] : [[repetition(draft, again, lineOf.get(again.name) ?? 0)]]
    }),
  }
}

function namesOf({ line, patch, placeOf }: Draft, draft: number): Name[] {
  const of = (name: string, path: readonly PropertyKey[]) => ({
    name,
    line: path.length > 1 ? placeOf(path).line : line,
    draft,
    path,
  })
  return [
    ...(patch.handle === undefined ? [] : [of(`h:${patch.handle}`, ['handle'])]),
    ...patch.variants.map(({ sku }, place) => of(`s:${sku}`, ['variants', place, 'sku'])),
    ...patch.variants.flatMap(({ retailerId }, place) =>
      retailerId === undefined ? [] : [of(`r:${retailerId}`, ['variants', place, 'retailerId'])],
    ),
  ]
}

function repetition({ placeOf }: Draft, { name, path }: Name, first: number): RowFault {
  const what = name.startsWith('h:') ? 'product' : 'variant'
  return {
    ...placeOf(path),
    code: 'repeated-in-file',
    message: `Line ${first} of the file names this ${what} already.`,
    fix: 'Keep one of them; the rows of one product stand together.',
  }
}

/** Answers with the names that stood on an earlier line. */
const CLAIM: Statement = {
  name: 'imports_claim_names',
  text: `with before as (
      select name, line from import_names where store_id = $1 and import_id = $2 and name = any ($3::text[])
    ), claimed as (
      insert into import_names (store_id, import_id, name, line)
      select $1, $2, name, line from unnest($3::text[], $4::int[]) as told (name, line) on conflict do nothing
    )
    select name, line from before`,
}
