import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { shopUrlOf } from './control/phone.ts'
import type { SandboxState } from './state.ts'

/** The phone in the browser: files that `npm run build` made, at `/` and below `/phone/`. */
export function phonePage(app: FastifyInstance, state: SandboxState, dir: string | undefined): void {
  app.get('/', (request, reply) => {
    const home = homeOf(state, request)
    return home === undefined ? serve(request, reply, { state, dir, file: 'index.html' }) : reply.redirect(home, 302)
  })
  app.get('/phone/*', (request, reply) => {
    const { '*': file } = request.params as { '*': string }
    return serve(request, reply, { state, dir, file })
  })
  app.get('/favicon.ico', (_, reply) => reply.code(204).send())
}

/** The pay sheet frames pages that name the sandbox's address, and `localhost` is another one to a browser. */
function homeOf({ url }: SandboxState, { headers, url: asked }: FastifyRequest): string | undefined {
  const { hostname, host } = new URL(url)
  const isOther = hostname === '127.0.0.1' && headers.host === host.replace(hostname, 'localhost')
  return isOther ? `${url}${asked}` : undefined
}

type Wanted = { state: SandboxState; dir: string | undefined; file: string }

async function serve(
  request: FastifyRequest,
  reply: FastifyReply,
  { state, dir, file }: Wanted,
): Promise<FastifyReply> {
  void reply.headers(safety(state))
  const bytes = dir === undefined || !plainPath.test(file) ? undefined : await readBuilt(join(dir, file))
  if (bytes === undefined)
    return file === 'index.html' ? notBuilt(reply) : reply.code(404).send('There is no such file.')
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
  void reply.header('etag', etag).header('cache-control', cachingOf(file))
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  return reply.type(types[extname(file)] ?? 'application/octet-stream').send(bytes)
}

/** Names without a dot in front, so that no path leads up or to a hidden file. */
const plainPath = /^[\w-][\w.-]*(?:\/[\w-][\w.-]*)*$/

async function readBuilt(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch {
    return undefined
  }
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.ogg': 'audio/ogg',
}

/** Names below `assets/` change with their content. */
function cachingOf(file: string): string {
  return file.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}

/** Scripts and styles of this folder only; nothing from other hosts but the shop's own pages, in a frame. */
function safety(state: SandboxState): Record<string, string> {
  const frames = ["'self'", shopUrlOf(state) ?? ''].join(' ').trim()
  const policy = [
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:",
    `connect-src 'self'; font-src 'self'; frame-src ${frames}`,
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
  ].join('; ')
  return {
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  }
}

const unbuilt = `<!doctype html>
<html lang="en">
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="3">
<title>The phone is not built</title>
<h1>The phone is not built</h1>
<p>It is made of the files in <code>src/phone</code> by <code>npm run build</code>, which needs the development
packages: <code>npm ci</code> installs them. This page looks again every three seconds.</p>
<p>The control API answers all the same: see <code>docs/sandbox.md</code>.</p>
</html>
`

function notBuilt(reply: FastifyReply): FastifyReply {
  return reply.code(503).header('cache-control', 'no-store').type('text/html; charset=utf-8').send(unbuilt)
}
