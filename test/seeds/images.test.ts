import { readdir, readFile, stat } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import t from 'tap'
import { seedStores } from '#seeds/content/index.ts'
import { pictures } from '#seeds/drawing/pictures/index.ts'
import { canvas } from '#seeds/drawing/svg.ts'

const folder = fileURLToPath(new URL('.', import.meta.resolve('#seeds/images/ajwa-dates.jpg')))
const file = (name: string): string => `${folder}${name}.jpg`
const wanted = seedStores.flatMap((store) => store.products.map((product) => product.image)).sort()

t.test('every product has a picture of its own, and no picture lacks a product', async (t) => {
  t.same(wanted, [...new Set(wanted)])
  t.same(Object.keys(pictures).sort(), wanted)
  t.same((await readdir(folder)).sort(), wanted.map((name) => `${name}.jpg`).sort())
})

t.test('pictures are square JPEGs of a size Meta accepts, with nothing private in them', async (t) => {
  for (const name of wanted) {
    const { format, width, height, exif, xmp } = await sharp(file(name)).metadata()
    t.equal(format, 'jpeg', name)
    t.ok(width >= 500 && width === height, `${name}: ${width}×${height}`)
    t.equal(exif ?? xmp, undefined, `${name}: no metadata`)
  }
})

t.test('the pictures weigh little enough to live in the repository', async (t) => {
  const sizes = await Promise.all(wanted.map(async (name) => (await stat(file(name))).size))
  t.ok(Math.max(...sizes) <= 30 * 1024, 'the heaviest')
  t.ok(sizes.reduce((sum, size) => sum + size, 0) <= 1.5 * 1024 * 1024, 'all together')
})

t.test('pictures carry no words, so one serves both languages', async (t) => {
  for (const [name, picture] of Object.entries(pictures)) t.notMatch(picture, /<text/, name)
})

t.test('a picture in the repository is what its drawing draws', async (t) => {
  for (const name of ['ajwa-dates', 'brass-dallah', 'darabeel-rolls']) {
    const drawn = Buffer.from(canvas(pictures[name] ?? '', 64))
    const fresh = await sharp(drawn).removeAlpha().raw().toBuffer()
    const kept = await sharp(await readFile(file(name)))
      .resize(64)
      .raw()
      .toBuffer()
    const apart = fresh.reduce((sum, value, at) => sum + Math.abs(value - (kept[at] ?? 0)), 0) / fresh.length
    t.ok(apart < 6, `${name} differs by ${apart.toFixed(2)} of 255 on average`)
  }
})
