/** One webhook body of Meta's on its way to be signed. */
export type MetaPost = {
  api: string
  lane: string
  object: string
  entry: MetaEntry
  wamid?: string
  attempted?: (status: number) => void
  /** Told when the first attempt is over. */
  done: () => void
}

export type MetaEntry = { id: string; time?: number; changes: unknown[] }

const mostChanges = 500

/** Posts that can share a body, with changes of one account under one entry; at most 500 changes each. */
export function mergePosts(posts: MetaPost[]): { object: string; entries: MetaEntry[]; posts: MetaPost[] }[] {
  const groups = [...Map.groupBy(posts, ({ object }) => object)]
  return groups.flatMap(([object, all]) => {
    const chunks = Array.from({ length: Math.ceil(all.length / mostChanges) }, (_, n) =>
      all.slice(n * mostChanges, (n + 1) * mostChanges),
    )
    return chunks.map((chunk) => ({ object, entries: mergeEntries(chunk), posts: chunk }))
  })
}

function mergeEntries(posts: MetaPost[]): MetaEntry[] {
  const byAccount = Map.groupBy(posts, ({ entry }) => `${entry.id} ${entry.time ?? ''}`)
  return [...byAccount.values()].flatMap(([first, ...rest]) => {
    if (first === undefined) return []
    const changes = [...first.entry.changes, ...rest.flatMap(({ entry }) => entry.changes)]
    return [{ ...first.entry, changes }]
  })
}
