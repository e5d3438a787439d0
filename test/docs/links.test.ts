import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { buildCli } from '#app/cli.ts'
import packageJson from '#package.json' with { type: 'json' }

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CHANGELOG.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

t.test('no page names a file that is gone', async (t) => {
  for (const page of pages) {
    const text = readFileSync(page, 'utf8')
    const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) =>
      join(dirname(page), target ?? ''),
    )
    const named = [...text.matchAll(/`((?:src|test|seeds|migrations|docs|bench)\/[\w./-]*\w)(?:\/\*\*)?`/g)].map(
      ([, path]) => path ?? '',
    )
    for (const path of [...links, ...named]) t.ok(existsSync(path), `${page}: ${path}`)
  }
})

t.test('every command a page tells to run is there', async (t) => {
  const commands = new Set(buildCli().commands.map((command) => command.name()))
  const scripts = new Set([...Object.keys(packageJson.scripts), 'ci'])
  for (const page of pages) {
    const text = readFileSync(page, 'utf8')
    for (const [, command] of text.matchAll(/\bnpx dukkan ([a-z]+)/g))
      t.ok(commands.has(command ?? ''), `${page}: dukkan ${command}`)
    for (const [, script] of text.matchAll(/\bnpm (?:run )?(start|test|ci|[a-z:]+)\b(?= |`|\n|$)/gm))
      t.ok(scripts.has(script ?? ''), `${page}: npm ${script}`)
  }
})
