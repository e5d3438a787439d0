import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { z } from 'zod'
import { planted, surroundings } from '#test/lint/planted.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const configuration = [
  'biome.jsonc',
  'package.json',
  'tsconfig.json',
  'test/lint/pure-rules.grit',
  'test/lint/ambient.grit',
]

const Report = z.object({
  summary: z.object({ errors: z.number() }),
  diagnostics: z.array(z.object({ category: z.string(), location: z.object({ path: z.string() }) })),
})

type Files = Readonly<Record<string, string>>

/** What the linter says of a project that has our configuration and these files: the broken rules of each file. */
async function lint(files: Files): Promise<Map<string, string[]>> {
  const project = await mkdtemp(join(tmpdir(), 'dukkan-lint-'))
  t.teardown(() => rm(project, { recursive: true, force: true }))
  for (const file of configuration) await cp(join(root, file), join(project, file))
  for (const [path, code] of Object.entries(files)) {
    await mkdir(dirname(join(project, path)), { recursive: true })
    await writeFile(join(project, path), code)
  }
  const report = Report.parse(JSON.parse(await runBiome(project)))
  const found = new Map<string, string[]>()
  for (const { category, location } of report.diagnostics) {
    found.set(location.path, [...(found.get(location.path) ?? []), category])
  }
  return found
}

function runBiome(project: string): Promise<string> {
  const args = ['lint', '--error-on-warnings', '--max-diagnostics=none', '--reporter=json']
  return new Promise((resolve) => {
    execFile(join(root, 'node_modules/.bin/biome'), args, { cwd: project }, (_error, stdout) => resolve(stdout))
  })
}

const filesWith = (choose: 'code' | 'good'): Files => ({
  ...surroundings,
  ...Object.fromEntries(planted.map((plant) => [plant.path, plant[choose]])),
})

const refused = await lint(filesWith('code'))
const accepted = await lint(filesWith('good'))

for (const { why, path, rule } of planted) {
  t.ok(refused.get(path)?.includes(rule), `refused: ${why}`, { expected: rule, found: refused.get(path) })
}

for (const { why, path, rule } of planted) {
  if (rule.endsWith('useFilenamingConvention')) continue
  t.notOk(accepted.get(path)?.includes(rule), `accepted: the right way where ${why}`, { found: accepted.get(path) })
}
