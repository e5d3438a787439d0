import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import t from 'tap'
import { preparePhone } from '#app/start/phone-build.ts'

type Test = { teardown: (run: () => unknown) => void }

const modules = resolve(import.meta.dirname, '../../../node_modules')
const config = `export default { root: import.meta.dirname, base: '/phone/', logLevel: 'error' }`
const page = `<!doctype html><script type="module" src="./main.ts"></script>`

/** A repository with a phone of one line; with Vite, or as a production install is. */
async function smallRepository(t: Test, { withVite }: { withVite: boolean }): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'dukkan-phone-'))
  t.teardown(() => rm(root, { recursive: true, force: true }))
  await mkdir(join(root, 'src/phone'), { recursive: true })
  await mkdir(join(root, 'src/shared'))
  await writeFile(join(root, 'package.json'), '{"type":"module"}')
  await writeFile(join(root, 'src/phone/vite.config.ts'), config)
  await writeFile(join(root, 'src/phone/index.html'), page)
  await say(root, 'hello')
  if (withVite) await symlink(modules, join(root, 'node_modules'))
  return root
}

const say = (root: string, word: string) =>
  writeFile(join(root, 'src/phone/main.ts'), `document.title = ${JSON.stringify(word)}`)

async function scriptOf(root: string): Promise<string> {
  const folder = join(root, 'dist/phone/assets')
  const [script = ''] = await readdir(folder)
  return readFile(join(folder, script), 'utf8')
}

t.test('the phone is built when its sources have changed, and only then', async (t) => {
  const root = await smallRepository(t, { withVite: true })
  t.match(await preparePhone(root), { state: 'built', trouble: null, dir: join(root, 'dist/phone') })
  t.match(await scriptOf(root), /hello/)
  t.match(await preparePhone(root), { state: 'fresh', trouble: null })
  await say(root, 'good evening')
  t.match(await preparePhone(root), { state: 'built' })
  t.match(await scriptOf(root), /good evening/)
  t.same(await readdir(join(root, 'dist')), ['phone'], 'nothing is left lying about')
})

t.test('two starts at once both find a whole phone', async (t) => {
  const root = await smallRepository(t, { withVite: true })
  for (const word of ['one', 'two', 'three']) {
    await say(root, word)
    const built = await Promise.all([preparePhone(root), preparePhone(root), preparePhone(root)])
    t.same(
      built.map(({ trouble }) => trouble),
      [null, null, null],
    )
    t.match(await scriptOf(root), new RegExp(word))
    t.match(await preparePhone(root), { state: 'fresh' })
  }
  t.same(await readdir(join(root, 'dist')), ['phone'])
})

t.test('a build takes away what killed ones left behind, and leaves alone one that is under way', async (t) => {
  const root = await smallRepository(t, { withVite: true })
  const left = (name: string) => join(root, 'dist', name)
  for (const name of ['.phone-killed', '.phone-under-way']) await mkdir(left(name), { recursive: true })
  const anHourAgo = Date.now() / 1000 - 3_600
  await utimes(left('.phone-killed'), anHourAgo, anHourAgo)
  t.match(await preparePhone(root), { state: 'built' })
  t.same((await readdir(join(root, 'dist'))).toSorted(), ['.phone-under-way', 'phone'])
})

t.test('a mistake in the sources leaves the last build in its place', async (t) => {
  const root = await smallRepository(t, { withVite: true })
  await preparePhone(root)
  await writeFile(join(root, 'src/phone/main.ts'), 'import "./nowhere.ts"')
  t.match(await preparePhone(root), { state: 'stale', trouble: /nowhere/ })
  t.match(await scriptOf(root), /hello/)
  t.same(await readdir(join(root, 'dist')), ['phone'])
})

t.test('an install without development packages says so', async (t) => {
  const root = await smallRepository(t, { withVite: false })
  t.match(await preparePhone(root), { state: 'missing', trouble: /Vite is not installed/ })
  t.notOk(await readdir(join(root, 'dist')).catch(() => null), 'nothing is written where perhaps nothing may be')
})
