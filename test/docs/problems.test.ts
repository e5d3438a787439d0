import { readFileSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { statusOfKind } from '#platform/http.ts'
import type { RefusalKind } from '#shared/errors.ts'

const root = fileURLToPath(new URL('.', import.meta.resolve('#package.json')))
const page = readFileSync(`${root}docs/problems.md`, 'utf8')
const [refusals = '', owners = ''] = page.split('## What needs the owner')

/** The sandbox speaks for others and the command line has no page. */
const elsewhere = /^src\/(?:sandbox|app\/commands|app\/cli)/

const kindOfClass: Record<string, RefusalKind> = {
  Refused: 'refused',
  Conflict: 'conflict',
  Forbidden: 'forbidden',
  Unavailable: 'unavailable',
  Invalid: 'invalid',
}

/** `status code` of each refusal the source can throw. */
async function thrown(): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for await (const file of glob('src/**/*.ts', { cwd: root })) {
    if (elsewhere.test(file)) continue
    for (const [code, status] of codesIn(await readFile(root + file, 'utf8'))) found.set(`${status} ${code}`, file)
  }
  return found
}

function codesIn(source: string): [code: string, status: number][] {
  const classes = [...source.matchAll(/new (Refused|Conflict|Forbidden|Unavailable|Invalid)\(\s*'([a-z0-9-]+)'/g)]
  const missing = [...source.matchAll(/new NotFound\(\s*'([a-z-]+)'/g)]
  const plain = [...source.matchAll(/new Refusal\(\{\s*kind: '([a-z-]+)',\s*code: '([a-z0-9-]+)'/g)]
  const edge = [...source.matchAll(/known\((\d{3}), '([a-z0-9-]+)'/g)]
  const faults = source.includes('CatalogFault') ? [...source.matchAll(/\bcode: '([a-z0-9-]+)'/g)] : []
  return [
    ...classes.map(([, name = '', code = '']): [string, number] => [
      code,
      statusOfKind[kindOfClass[name] ?? 'invalid'],
    ]),
    ...missing.map(([, what = '']): [string, number] => [`${what}-not-found`, 404]),
    ...plain.map(([, kind = '', code = '']): [string, number] => [code, statusOfKind[kind as RefusalKind]]),
    ...edge.map(([, status = '', code = '']): [string, number] => [code, Number(status)]),
    ...faults.map(([, code = '']): [string, number] => [code, 400]),
  ]
}

const rows = [...refusals.matchAll(/^\| `([a-z0-9-]+)` \| ([\d ]+) \| (.+) \| (.+) \|$/gm)].map(
  ([, code = '', statuses = '']) => ({
    code,
    statuses: statuses.split(' ').map(Number),
  }),
)

t.test('every refusal that can be thrown has its row, with its status', async (t) => {
  const found = await thrown()
  t.ok(found.size > 50, 'the scan sees the source')
  for (const [key, file] of found) {
    const [status, code] = key.split(' ')
    const row = rows.find((each) => each.code === code)
    t.ok(row?.statuses.includes(Number(status)), `${code} (${status}) of ${file}`)
  }
})

t.test('every row is of a refusal that can be thrown', async (t) => {
  const codes = new Set([...(await thrown()).keys()].map((key) => key.split(' ')[1]))
  for (const { code } of rows) t.ok(codes.has(code), code)
})

t.test('the page is in order and names no code twice', async (t) => {
  const codes = rows.map(({ code }) => code)
  t.same(codes, [...new Set(codes)].sort())
})

t.test('every problem of an owner that is explained can be raised', async (t) => {
  const explained = [...owners.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code = '']) => code)
  t.same(explained, [...new Set(explained)].sort())
  const sources: string[] = []
  for await (const file of glob('src/modules/**/*.ts', { cwd: root })) sources.push(await readFile(root + file, 'utf8'))
  const source = sources.join('\n')
  for (const code of explained) t.ok(source.includes(`'${code}'`), code)
})
