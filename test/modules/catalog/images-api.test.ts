import sharp from 'sharp'
import t from 'tap'
import { catalogRoutes, mediaRoutes, prepareImage } from '#modules/catalog/index.ts'
import { openApi } from '#test/app/http/open-api.ts'

const publicUrl = 'https://shop.example'
const api = await openApi(t, { routes: [(app) => catalogRoutes(app, { publicUrl }), mediaRoutes] })
const store = await api.openStore()
const { ask, app } = api

const body = { title: { en: 'Dallah' }, variants: [{ sku: 'D1', price: { amount: 100, currency: 'SAR' } }] }
const product = (await ask('POST /v1/products', store.key, { body })).json()
const picture = (width: number, height: number, background = '#a5642a') =>
  sharp({ create: { width, height, channels: 3, background } })

const upload = (bytes: Buffer, { field = 'file', headers = {}, id = product.id } = {}) => {
  const boundary = 'x-dukkan-x'
  const head = `--${boundary}\r\ncontent-disposition: form-data; name="${field}"; filename="../../p.jpg"\r\ncontent-type: image/jpeg\r\n\r\n`
  const payload = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)])
  const type = { 'content-type': `multipart/form-data; boundary=${boundary}`, authorization: `Bearer ${store.key}` }
  return app.inject({ method: 'POST', url: `/v1/products/${id}/images`, payload, headers: { ...type, ...headers } })
}

t.test('a picture becomes a JPEG of ours without what else was in the file', async (t) => {
  const original = await picture(900, 600)
    .withExif({ IFD0: { Make: 'CANARY-CAMERA' }, IFD3: { GPSLatitude: '24/1 42/1 0/1' } })
    .jpeg()
    .toBuffer()
  t.ok(original.includes('CANARY'), 'the file carries the canary to begin with')
  const answer = await upload(original)
  t.equal(answer.statusCode, 201, answer.body)
  const [image] = answer.json().images
  t.match(image, { id: /^img_/, url: new RegExp(`^${publicUrl}/media/img_[0-9a-f]{32}\\.jpg$`) })
  t.equal(answer.json().version, 2)
  const served = await app.inject({ url: image.url.slice(publicUrl.length) })
  t.match(served.headers, {
    'content-type': 'image/jpeg',
    'cache-control': /immutable/,
    'cross-origin-resource-policy': 'cross-origin',
    'x-content-type-options': 'nosniff',
  })
  t.match(await sharp(served.rawPayload).metadata(), { format: 'jpeg', width: 900, height: 600, exif: undefined })
  t.notOk(served.rawPayload.includes('CANARY'))
  const again = await app.inject({
    url: image.url.slice(publicUrl.length),
    headers: { 'if-none-match': String(served.headers.etag) },
  })
  t.equal(again.statusCode, 304)
})

t.test('PNG and WebP are taken, seen upright, on white and no larger than needed', async (t) => {
  const wide = await prepareImage(await picture(4000, 1000).png().toBuffer())
  t.match(wide, { width: 2048, height: 512 })
  t.match(await prepareImage(await picture(600, 600).webp().toBuffer()), { width: 600, height: 600 })
  const lying = await picture(600, 900).withMetadata({ orientation: 6 }).jpeg().toBuffer()
  t.match(await prepareImage(lying), { width: 900, height: 600 })
  const clear = sharp({ create: { width: 500, height: 500, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
  const { dominant } = await sharp((await prepareImage(await clear.png().toBuffer())).body).stats()
  t.ok(dominant.r > 240 && dominant.g > 240, 'what was see-through is white')
})

t.test('the same picture twice is one, and the eleventh is refused', async (t) => {
  const other = (
    await ask('POST /v1/products', store.key, { body: { ...body, variants: [{ ...body.variants[0], sku: 'D2' }] } })
  ).json()
  const paint = (n: number) =>
    picture(500, 500, `rgb(${n * 20}, 40, 40)`)
      .jpeg()
      .toBuffer()
  const first = await paint(0)
  await upload(first, { id: other.id })
  t.equal((await upload(first, { id: other.id })).json().images.length, 1)
  for (let n = 1; n < 10; n += 1) await upload(await paint(n), { id: other.id })
  t.match((await upload(await paint(11), { id: other.id })).json(), { status: 400, code: 'images-too-many' })
  const { images } = (await ask(`GET /v1/products/${other.id}`, store.key)).json()
  t.equal(images.length, 10)
  t.equal((await ask(`DELETE /v1/products/${other.id}/images/${images[0].id}`, store.key)).statusCode, 204)
  t.equal((await ask(`DELETE /v1/products/${other.id}/images/${images[0].id}`, store.key)).statusCode, 404)
})

t.test('what is no picture, too small, too large or broken is refused before it is drawn', async (t) => {
  const jpeg = await picture(600, 600).jpeg().toBuffer()
  const huge = await pngHeaderOf(65_000, 65_000)
  const cases: [string, Buffer, object][] = [
    [
      'an SVG with a script',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
      { status: 400, code: 'image-type-unsupported' },
    ],
    ['a GIF', await picture(600, 600).gif().toBuffer(), { status: 400, code: 'image-type-unsupported' }],
    ['a page named .jpg', Buffer.from('<html></html>'), { status: 400, code: 'image-type-unsupported' }],
    ['nothing', Buffer.alloc(0), { status: 400, code: 'image-type-unsupported' }],
    [
      '499 pixels',
      await picture(499, 900).jpeg().toBuffer(),
      { status: 400, code: 'image-too-small', fix: /500 × 500/ },
    ],
    ['65,000 pixels square', huge, { status: 413, code: 'image-too-large' }],
    ['a JPEG cut in half', jpeg.subarray(0, jpeg.length / 2), { status: 400, code: 'image-unreadable' }],
    ['more than 5 MB', Buffer.concat([jpeg, Buffer.alloc(5_000_001)]), { status: 413, code: 'file-too-large' }],
  ]
  for (const [name, bytes, problem] of cases) t.match((await upload(bytes)).json(), problem, name)
  t.match((await upload(jpeg, { field: 'photo' })).json(), { status: 400, code: 'file-missing' })
  t.match((await ask(`POST /v1/products/${product.id}/images`, store.key, { body: {} })).json(), {
    status: 400,
    code: 'file-missing',
  })
})

t.test('script behind a picture does not survive', async (t) => {
  const jpeg = await picture(600, 600).jpeg().toBuffer()
  const { body: drawn } = await prepareImage(Buffer.concat([jpeg, Buffer.from('<script>canary()</script>')]))
  t.notOk(drawn.includes('canary'))
})

t.test('an upload that is repeated with its key acts once', async (t) => {
  const { id } = (
    await ask('POST /v1/products', store.key, { body: { ...body, variants: [{ ...body.variants[0], sku: 'D3' }] } })
  ).json()
  const headers = { 'idempotency-key': 'upload-1' }
  const bytes = await picture(700, 700).jpeg().toBuffer()
  const first = await upload(bytes, { id, headers })
  const second = await upload(bytes, { id, headers })
  t.same(second.json(), first.json())
  t.equal(second.headers['idempotency-replayed'], 'true')
  t.match((await upload(await picture(701, 700).jpeg().toBuffer(), { id, headers })).json(), {
    code: 'idempotency-key-reused',
  })
})

t.test('a picture nobody has is not found', async (t) => {
  for (const name of [`img_${'0'.repeat(32)}.jpg`, 'x.jpg', `img_${'0'.repeat(32)}`, '..%2f..%2fetc%2fpasswd']) {
    t.equal((await app.inject({ url: `/media/${name}` })).statusCode, 404, name)
  }
})

/** A PNG that claims a size in its header and has no pixels behind it. */
async function pngHeaderOf(width: number, height: number): Promise<Buffer> {
  const { crc32 } = await import('node:zlib')
  const png = await picture(600, 600).png().toBuffer()
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
  return png
}
