import { execFileSync } from 'node:child_process'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { leaveWill } from './last-will.ts'

/** A disk small enough to be filled. */
export type Disk = AsyncDisposable & {
  folder: string
  /** Takes up all that is left, for so long. */
  fill: (ms: number) => Promise<void>
}

const CHUNK_BYTES = 1024 * 1024

/** Null where no file system may be mounted: that takes root and the right to mount. */
export async function openDisk(folder: string, mebibytes: number): Promise<Disk | null> {
  await mkdir(folder, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0777`, 'tmpfs', folder], { stdio: 'ignore' })
  } catch {
    return null
  }
  const unmount = () => void execFileSync('umount', ['--lazy', folder], { stdio: 'ignore' })
  const takeBack = leaveWill(unmount)
  const filler = join(folder, 'filler')
  return {
    folder,
    fill: async (ms) => {
      await fillUp(filler)
      await sleep(ms)
      await rm(filler, { force: true })
    },
    async [Symbol.asyncDispose]() {
      takeBack()
      unmount()
    },
  }
}

async function fillUp(path: string): Promise<void> {
  const file = await open(path, 'w')
  const chunk = new Uint8Array(CHUNK_BYTES)
  try {
    for (;;) await file.write(chunk)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  } finally {
    await file.close()
  }
}
