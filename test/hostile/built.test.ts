import { readFileSync } from 'node:fs'
import t from 'tap'
import { scrub } from '#platform/scrub.ts'
import { parseStrictJson } from '#platform/strict-json.ts'
import { decodeCursor } from '#shared/cursor.ts'
import { parsePublicId } from '#shared/ids.ts'
import { parsePhone } from '#shared/phone.ts'
import { readAction } from '#shared/signed-action.ts'
import {
  cleanInbound,
  cutGraphemes,
  foldText,
  isolate,
  parseQuantity,
  scriptOf,
  templateParameter,
} from '#shared/text.ts'

const root = new URL('../../', import.meta.url)
const json = (file: string) => JSON.parse(readFileSync(new URL(file, root), 'utf8'))

const many = 100_000
const worst = [
  'a'.repeat(many),
  `${'a'.repeat(many)}!`,
  ' '.repeat(many),
  `${' '.repeat(many)}x`,
  '\n'.repeat(many),
  '0'.repeat(many),
  '9 '.repeat(many / 2),
  '-'.repeat(many),
  '+9-'.repeat(many / 3),
  'ـ'.repeat(many),
  'َ'.repeat(many),
  '٣'.repeat(many),
  'é'.repeat(many),
  'e\u0301'.repeat(many / 2),
  '👨‍'.repeat(many / 3),
  '\u202e'.repeat(many),
  'Bearer '.repeat(many / 7),
  'a:b@'.repeat(many / 4),
  'http://'.repeat(many / 7),
  'SA.1'.repeat(many / 4),
  'dk_live_'.repeat(many / 8),
  '"'.repeat(many),
  '\\"'.repeat(many / 2),
  '{"a":'.repeat(many / 5),
  'a.'.repeat(many / 2),
  ':'.repeat(many),
]
const owner = { storeId: 'a', shopperId: 'b' }
const secret = Buffer.alloc(32)

const readers: Record<string, (text: string) => unknown> = {
  scrub,
  cleanInbound,
  foldText,
  parseQuantity,
  isolate,
  scriptOf,
  templateParameter,
  parsePhone: (text) => parsePhone(text, 'SA'),
  cutGraphemes: (text) => cutGraphemes(text, 60),
  parsePublicId: (text) => parsePublicId('order', text),
  readAction: (text) => readAction(secret, owner, text),
  decodeCursor: (text) => decodeCursor(secret, text),
  parseStrictJson: (text) => {
    try {
      return parseStrictJson(Buffer.from(text), { refuseDuplicateKeys: true })
    } catch {
      return null
    }
  },
}

t.test('row 37: no text of a hundred thousand letters holds a reader up', async (t) => {
  for (const [name, read] of Object.entries(readers)) {
    for (const text of worst) {
      read(text)
      const began = performance.now()
      read(text)
      const tookMs = performance.now() - began
      t.ok(tookMs < 1_000, `${name} took ${tookMs.toFixed(1)} ms for ${JSON.stringify(text.slice(0, 12))}…`)
    }
  }
})

t.test('row 40: every dependency is pinned, locked by its digest and allowed its scripts by name', async (t) => {
  const { dependencies, devDependencies, optionalDependencies, allowScripts } = json('package.json')
  for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })) {
    t.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, `${name} is one version`)
  }
  const { packages, lockfileVersion } = json('package-lock.json')
  t.ok(lockfileVersion >= 3)
  for (const [path, entry] of Object.entries<{ integrity?: string; resolved?: string; link?: boolean }>(packages)) {
    if (path === '') continue
    t.match(entry.integrity, /^sha512-/, path)
    t.notMatch(entry.resolved ?? '', /^(?:git|http:|file:)/, path)
    t.notOk(entry.link, path)
  }
  const scripted = Object.entries<{ hasInstallScript?: boolean }>(packages).filter(
    ([, { hasInstallScript }]) => hasInstallScript,
  )
  const names = scripted.map(([path]) => path.replace(/^.*node_modules\//, ''))
  t.same(
    names.filter((name) => allowScripts[name] === undefined),
    [],
    'nothing new runs when it is installed',
  )
})
