import { gzipSync } from 'node:zlib'
import sharp from 'sharp'
import type { HostileIds } from '#test/support/hostile/fill-store.ts'
import { parsed, type Scenario, type Sent } from '#test/support/hostile/play.ts'
import { signedByMeta } from '#test/support/hostile/webhooks.ts'

export type AtSizes = { ids: HostileIds; key: () => string; appSecret: string }

type Oversize = { name: string; sent: Sent; statuses: readonly number[]; codes?: readonly string[] }

/** Bodies and files larger, deeper or heavier than a route takes. */
export async function oversizes(at: AtSizes): Promise<Scenario[]> {
  const all = [...bodies(at), ...(await files(at))]
  return all.map(({ name, sent, statuses, codes }) => ({
    name,
    run: async (send) => {
      const { status, body } = await send(sent)
      const code = String(parsed(body)?.code)
      const good = statuses.includes(status) && (codes === undefined || codes.includes(code))
      return good ? null : `answered ${status} ${code}`
    },
  }))
}

const KIB = 1024
const MIB = 1024 * KIB

function bodies({ key, appSecret }: AtSizes): Oversize[] {
  const json = (name: string, body: string | Buffer, over: Partial<Oversize> = {}): Oversize => ({
    name,
    sent: {
      method: 'POST',
      url: '/v1/products',
      headers: { authorization: `Bearer ${key()}`, 'content-type': 'application/json' },
      body,
    },
    statuses: [413],
    codes: ['body-too-large'],
    ...over,
  })
  const title = (length: number) => JSON.stringify({ title: { en: 'x'.repeat(length) } })
  const meta = (name: string, size: number, statuses: number[]): Oversize => ({
    name,
    sent: signedByMeta(Buffer.from(JSON.stringify({ object: 'x', entry: [], pad: 'x'.repeat(size) })), appSecret),
    statuses,
  })
  return [
    json('a body just under the limit', title(255 * KIB), { statuses: [400], codes: ['request-invalid'] }),
    json('a body just over the limit', title(257 * KIB)),
    // The answer may be lost when the server closes on what is still being sent.
    json('a body of 8 MB', title(8 * MIB), { statuses: [413, 0], codes: ['body-too-large', 'undefined'] }),
    json('a gzip body', gzipSync(title(10)), { statuses: [400, 415], codes: ['json-malformed'] }),
    json('five thousand variants', JSON.stringify({ title: { en: 'x' }, variants: Array(5_000).fill({ sku: 'x' }) }), {
      statuses: [400],
      codes: ['request-invalid'],
    }),
    json('twenty thousand unknown fields', `{${Array.from({ length: 20_000 }, (_, n) => `"k${n}":0`).join(',')}}`, {
      statuses: [400, 413],
      codes: ['request-invalid', 'body-too-large'],
    }),
    json('an unknown field of a hundred thousand letters', `{"${'k'.repeat(100_000)}":1}`, {
      statuses: [400],
      codes: ['request-invalid'],
    }),
    meta('a webhook of 3 MB, as Meta may send', 3 * MIB, [200]),
    meta('a webhook of 5 MB', 5 * MIB, [413, 0]),
    meta('a webhook of 20 MB', 20 * MIB, [413, 0]),
  ]
}

async function files({ ids, key }: AtSizes): Promise<Oversize[]> {
  const [product = ''] = ids.product
  const upload = (
    name: string,
    bytes: Buffer,
    over: Partial<Oversize> & { type?: string; field?: string } = {},
  ): Oversize => {
    const { type = 'image/jpeg', field = 'file', ...rest } = over
    return {
      name,
      sent: multipartTo(`/v1/products/${product}/images`, { key: key(), bytes, type, field }),
      statuses: [400, 413, 422],
      ...rest,
    }
  }
  const red = sharp({ create: { width: 600, height: 600, channels: 3, background: 'red' } })
  const jpeg = await red.clone().jpeg().toBuffer()
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)" width="600" height="600"/>')
  return [
    upload('an SVG with a script', svg, { type: 'image/svg+xml' }),
    upload('an SVG that says it is a JPEG', svg),
    upload('a page', Buffer.from('<!doctype html><script>alert(1)</script>')),
    upload('nothing', Buffer.alloc(0)),
    upload('one byte', Buffer.from([0xff])),
    upload('a JPEG cut in the middle', jpeg.subarray(0, jpeg.length / 2)),
    upload('a JPEG of noise', Buffer.concat([jpeg.subarray(0, 200), Buffer.alloc(5_000, 0x5a)])),
    upload('a PNG of 65,000 by 65,000', pngOf(65_000, 65_000)),
    upload('a PNG of 2,147,483,647 by 1', pngOf(2_147_483_647, 1)),
    upload('a PNG of 0 by 0', pngOf(0, 0)),
    upload('a picture of one pixel', await red.clone().resize(1, 1).png().toBuffer()),
    upload('6 MB', Buffer.concat([jpeg, Buffer.alloc(6 * MIB)]), { statuses: [413] }),
    upload('another field', jpeg, { field: 'picture', codes: ['file-missing'] }),
    upload('gzip that says it is a JPEG', gzipSync(Buffer.alloc(10 * MIB))),
    upload('an archive', Buffer.from('504b0304140000000000', 'hex')),
    {
      name: 'a form without end',
      sent: {
        method: 'POST',
        url: `/v1/products/${product}/images`,
        headers: { authorization: `Bearer ${key()}`, 'content-type': 'multipart/form-data; boundary=x' },
        body: '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
      },
      statuses: [400],
    },
    {
      name: 'a form without a boundary',
      sent: {
        method: 'POST',
        url: `/v1/products/${product}/images`,
        headers: { authorization: `Bearer ${key()}`, 'content-type': 'multipart/form-data' },
        body: 'x',
      },
      statuses: [400, 415],
    },
  ]
}

function multipartTo(
  url: string,
  { key, bytes, type, field }: { key: string; bytes: Buffer; type: string; field: string },
): Sent {
  const head = `--x-x\r\ncontent-disposition: form-data; name="${field}"; filename="../../a.jpg"\r\ncontent-type: ${type}\r\n\r\n`
  return {
    method: 'POST',
    url,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'multipart/form-data; boundary=x-x' },
    body: Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--x-x--\r\n')]),
  }
}

/** Only the header of a PNG: what it claims to hold is never there. */
function pngOf(width: number, height: number): Buffer {
  const chunk = Buffer.alloc(25)
  chunk.writeUInt32BE(13, 0)
  chunk.write('IHDR', 4, 'latin1')
  chunk.writeUInt32BE(width, 8)
  chunk.writeUInt32BE(height, 12)
  chunk.set([8, 2, 0, 0, 0], 16)
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), chunk, Buffer.alloc(64, 7)])
}
