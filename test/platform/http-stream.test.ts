import { Readable } from 'node:stream'
import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { readStream, type StreamInput } from '#platform/http/stream.ts'

const principal = { keyId: 'k', storeId: 's', scopes: [] }
const requestWith = (body: unknown, type: string, signal = new AbortController().signal) =>
  ({ body, headers: { 'content-type': type }, query: {}, signal }) as unknown as FastifyRequest
const rules = {
  contentTypes: ['text/csv'],
  take: async ({ body }: StreamInput<unknown>) => {
    let text = ''
    for await (const bytes of body) text += bytes
    return text
  },
}

t.test('a body is handed over as it comes, with the digest of all of it', async (t) => {
  const body = Readable.from([Buffer.from('a,b\n'), Buffer.from('1,2\n')])
  const { file, digest } = await readStream(requestWith(body, 'text/CSV; charset=utf-8'), rules, principal)
  t.equal(file, 'a,b\n1,2\n')
  t.equal(digest.length, 32)
})

t.test('what is no stream of these kinds is refused', async (t) => {
  await t.rejects(readStream(requestWith({}, 'application/json'), rules, principal), { code: 'file-missing' })
  const body = Readable.from([Buffer.from('x')])
  await t.rejects(readStream(requestWith(body, 'text/plain'), rules, principal), { code: 'file-missing' })
})

t.test('a body whose time ran out is not taken, though the rest of it may still come', async (t) => {
  const timing = new AbortController()
  async function* slowly() {
    yield Buffer.from('first')
    timing.abort(Object.assign(new Error('too slow'), { code: 'FST_ERR_HANDLER_TIMEOUT' }))
    yield Buffer.from('second')
  }
  const late = readStream(requestWith(Readable.from(slowly()), 'text/csv', timing.signal), rules, principal)
  await t.rejects(late, { code: 'FST_ERR_HANDLER_TIMEOUT' })
  const whole = new AbortController()
  whole.abort()
  const body = Readable.from([Buffer.from('all of it')])
  t.match(await readStream(requestWith(body, 'text/csv', whole.signal), rules, principal), { file: 'all of it' })
})
