import { readKeys } from './data-folder.ts'
import { applicationUrl } from './owner.ts'
import { findPostmaster } from './postmaster.ts'

/** Where the server that another process runs on this data folder is reached; null when none runs. */
export async function runningDatabaseUrl(dataDir: string): Promise<string | null> {
  const postmaster = await findPostmaster(dataDir)
  if (postmaster === undefined || !postmaster.ready) return null
  return applicationUrl({ port: postmaster.port, keys: await readKeys(dataDir) })
}
