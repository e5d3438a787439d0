import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { extname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Runtime } from '#app/runtime.ts'
import { SetupFault } from '#app/setup-fault.ts'
import {
  type ImportDetails,
  type ImportFormat,
  openImport,
  readImport,
  readImportErrors,
  receiveImport,
  SliceReader,
  takeSlice,
} from '#modules/catalog/index.ts'
import { inStore, type StoreContext } from '#platform/context.ts'
import { storeIdOf } from './keys.ts'
import { openCommand, say } from './terminal.ts'

const formats: Readonly<Record<string, ImportFormat>> = { '.csv': 'csv', '.jsonl': 'jsonl', '.ndjson': 'jsonl' }
const actor = { kind: 'operator', id: 'cli' } as const
const MOST_SHOWN = 20

/** Imports a file of products and stays until it is through; workers that run help with it. */
export async function runImport(file: string, options: { store: string; dryRun?: boolean }): Promise<void> {
  const format = formats[extname(file).toLowerCase()]
  if (format === undefined) throw new SetupFault(`${file} is neither .csv nor .jsonl.`)
  await access(file).catch((cause: unknown) => {
    throw new SetupFault(`There is no file ${file}.`, { cause })
  })
  await using runtime = openCommand()
  const storeId = await storeIdOf(runtime, options.store)
  const inTurn = <T>(work: (ctx: StoreContext) => Promise<T>) =>
    inStore(runtime.database, runtime.environment, { storeId, actor, work })
  const body = createReadStream(file)
  const id = await receiveImport(runtime, { storeId, actor, format, dryRun: options.dryRun === true, body })
  await inTurn((ctx) => openImport(ctx, id))
  const done = await workThrough(runtime, { id, storeId, read: () => inTurn((ctx) => readImport(ctx, id)) })
  const errors = await inTurn((ctx) => readImportErrors(ctx, { id, after: -1, limit: MOST_SHOWN }))
  report(done, errors)
}

type Working = { id: string; storeId: string; read: () => Promise<ImportDetails> }

async function workThrough(runtime: Runtime, { id, storeId, read }: Working): Promise<ImportDetails> {
  const { publicUrl } = runtime.config.http
  const reader = new SliceReader()
  for (;;) {
    while (await takeSlice(runtime, { id, storeId, reader, publicUrl })) {}
    const now = await read()
    if (now.finishedAt !== null) return now
    // A worker is at it, or a slice that failed waits for its next try.
    await sleep(500)
  }
}

function report(
  done: ImportDetails,
  errors: readonly { line: number; field: string | null; message: string; fix: string }[],
) {
  const { state, dryRun, rows, created, updated, unchanged, refused, fault } = done
  say(`${dryRun ? 'Dry run' : 'Import'} ${state}: ${rows} rows read.`)
  say(`  ${created} products new, ${updated} changed, ${unchanged} as they were, ${refused} left out.`)
  for (const { line, field, message, fix } of errors) {
    say(`  line ${line}${field === null ? '' : `, ${field}`}: ${message} ${fix}`)
  }
  if (done.errors > errors.length) say(`  … and ${done.errors - errors.length} faults more.`)
  if (fault !== null) say(`  The file could not be read past line ${fault.line}: ${fault.message} ${fault.fix}`)
  if (refused > 0 || fault !== null) process.exitCode = 1
}
