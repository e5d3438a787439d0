import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import { environmentWith } from '#app/config.ts'

export type PhoneBuild = {
  /** Where the built files are, or would be. */
  dir: string
  state: 'fresh' | 'built' | 'stale' | 'missing'
  /** Why it could not be built, when it had to be. */
  trouble: string | null
}

const repository = fileURLToPath(new URL('../../../', import.meta.url))

/** Where the phone's files are once they are built. */
export const phoneDir = join(repository, 'dist/phone')

/** Builds the phone in the browser when its sources have changed since; never throws: a shop opens without it too. */
export async function preparePhone(root = repository): Promise<PhoneBuild> {
  const dir = join(root, 'dist/phone')
  const known = await builtFrom(dir)
  try {
    const digest = await digestOf(root)
    if (known === digest) return { dir, state: 'fresh', trouble: null }
    await build(root, { dir, digest })
    return { dir, state: 'built', trouble: null }
  } catch (error) {
    const trouble = error instanceof Error ? error.message : String(error)
    return { dir, state: (await isBuilt(dir)) ? 'stale' : 'missing', trouble }
  }
}

/** Says only what somebody must know. */
export function tellOfPhone({ state, trouble }: PhoneBuild, say: (line: string) => void): void {
  if (state === 'built') say('The phone is built')
  if (trouble !== null) say(`The phone is ${state}: ${trouble}`)
}

const STAMP = 'built-from.json'

/** What the build was made of; null when there is none, or one made by hand. */
async function builtFrom(dir: string): Promise<string | null> {
  try {
    return String(JSON.parse(await readFile(join(dir, STAMP), 'utf8')).digest)
  } catch {
    return null
  }
}

function isBuilt(dir: string): Promise<boolean> {
  return readFile(join(dir, 'index.html')).then(
    () => true,
    () => false,
  )
}

/** Over the sources, what they share with the shop, and the versions of every package. */
async function digestOf(root: string): Promise<string> {
  const files = [...(await filesIn(root, 'src/phone')), ...(await filesIn(root, 'src/shared')), 'package-lock.json']
  const contents = await Promise.all(files.map((file) => readFile(join(root, file)).catch(() => 'none')))
  const hash = createHash('sha256')
  for (const [place, file] of files.entries()) hash.update(`${file}\0`).update(contents[place] ?? '')
  return hash.digest('hex')
}

async function filesIn(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return files.map((file) => file.slice(root.length)).toSorted()
}

type Wanted = { dir: string; digest: string }

/** Beside the folder first, then in its place: two starts at once both end with a whole build. */
async function build(root: string, { dir, digest }: Wanted): Promise<void> {
  const vite = viteIn(root)
  const beside = dirname(dir)
  await mkdir(beside, { recursive: true })
  await sweep(beside)
  const fresh = await mkdtemp(join(beside, UNFINISHED))
  try {
    await runVite(vite, { root, outDir: fresh })
    await writeFile(join(fresh, STAMP), JSON.stringify({ digest }))
    await putInPlace(fresh, dir)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

const UNFINISHED = '.phone-'
const LONGEST_BUILD_MS = 60_000

/** Takes away what killed builds left behind; one still under way is younger. */
async function sweep(folder: string): Promise<void> {
  const names = await readdir(folder)
  const unfinished = names.filter((name) => name.startsWith(UNFINISHED)).map((name) => join(folder, name))
  for (const path of unfinished) {
    const found = await stat(path).catch(() => null)
    if (found !== null && Date.now() - found.mtimeMs > 2 * LONGEST_BUILD_MS)
      await rm(path, { recursive: true, force: true })
  }
}

async function putInPlace(fresh: string, dir: string): Promise<void> {
  const old = `${fresh}.old`
  await rename(dir, old).catch(unless('ENOENT'))
  await rename(fresh, dir).catch(unless('ENOTEMPTY', 'EEXIST'))
  await rm(old, { recursive: true, force: true })
}

function unless(...codes: string[]): (error: unknown) => void {
  return (error) => {
    if (!(error instanceof Error && 'code' in error && codes.includes(String(error.code)))) throw error
  }
}

/** In a process of its own: the bundler's memory is given back, and PostgreSQL starts meanwhile. */
async function runVite(vite: string, { root, outDir }: { root: string; outDir: string }): Promise<void> {
  const config = join(root, 'src/phone/vite.config.ts')
  const args = [vite, 'build', '--config', config, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error']
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: environmentWith({ NODE_ENV: 'production', NO_COLOR: '1' }),
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: LONGEST_BUILD_MS,
  })
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')])
  if (code !== 0) throw new Error(firstWords(said) || `vite ended with ${String(code)}`)
}

const fewWords = 600

function firstWords(said: string): string {
  return stripVTControlCharacters(said).trim().slice(0, fewWords)
}

function viteIn(root: string): string {
  try {
    return join(dirname(createRequire(join(root, 'package.json')).resolve('vite/package.json')), 'bin/vite.js')
  } catch (error) {
    throw new Error('Vite is not installed: `npm ci` brings it, unless development packages are left out.', {
      cause: error,
    })
  }
}
