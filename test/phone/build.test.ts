import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import t from 'tap'

type Output = { fileName: string; code?: string; source?: string | Uint8Array }

const mostScriptBytes = 250 * 1024
const config = fileURLToPath(new URL('../../src/phone/vite.config.ts', import.meta.url))

async function buildPhone(): Promise<Output[]> {
  const { build } = await import('vite')
  const built = await build({ configFile: config, build: { write: false, emptyOutDir: false } })
  const outputs = Array.isArray(built) ? built : [built]
  return outputs.flatMap((each) => ('output' in each ? (each.output as Output[]) : []))
}

const textOf = ({ code, source }: Output) => code ?? Buffer.from(source ?? '').toString()

t.test('the page is small, and asks nothing of any other host', async (t) => {
  const files = await buildPhone()
  const scripts = files.filter(({ fileName }) => fileName.endsWith('.js'))
  const bytes = scripts.reduce((sum, file) => sum + gzipSync(textOf(file)).length, 0)
  t.ok(scripts.length > 0)
  t.ok(bytes <= mostScriptBytes, `${bytes} bytes of script, gzipped`)
  for (const file of files.filter(({ fileName }) => /\.(?:js|css|html|svg)$/.test(fileName))) {
    const hosts = [...textOf(file).matchAll(/(?:https?:)?\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi)].map(([, host]) => host)
    t.same(
      hosts.filter((host) => host !== 'www.w3.org'),
      [],
      `${file.fileName} names no host`,
    )
  }
  const page = files.find(({ fileName }) => fileName === 'index.html')
  t.notMatch(textOf(page ?? { fileName: '' }), /<script>|<style|style=|onload=/, 'nothing is inline')
})
