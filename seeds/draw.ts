/**
 * Draws the product pictures: `node seeds/draw.ts` writes seeds/images, and
 * `node seeds/draw.ts --sheet sheet.png [name…]` only lays pictures out on one page for looking at.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { pictures } from './drawing/pictures/index.ts'
import { canvas, type Svg } from './drawing/svg.ts'

const aimedSize = 20 * 1024
const folder = new URL('images/', import.meta.url)

/** The best quality that stays small; crowded pictures end at the last one, where flat color still looks clean. */
async function compress(picture: Svg): Promise<Buffer> {
  const drawn = sharp(Buffer.from(canvas(picture)))
  let jpeg = Buffer.alloc(0)
  for (const quality of [78, 70, 62, 55]) {
    jpeg = await drawn.clone().jpeg({ quality, mozjpeg: true }).toBuffer()
    if (jpeg.length <= aimedSize) break
  }
  return jpeg
}

async function drawAll(): Promise<void> {
  await mkdir(folder, { recursive: true })
  let total = 0
  for (const [name, picture] of Object.entries(pictures)) {
    const jpeg = await compress(picture)
    await writeFile(new URL(`${name}.jpg`, folder), jpeg)
    total += jpeg.length
  }
  process.stdout.write(`${Object.keys(pictures).length} pictures, ${Math.ceil(total / 1024)} KiB\n`)
}

async function drawSheet(file: string, names: string[]): Promise<void> {
  const shown = Object.entries(pictures).filter(([name]) => names.length === 0 || names.includes(name))
  const columns = Math.ceil(Math.sqrt(shown.length))
  const [cell, gap] = [400, 8]
  const tiles = shown.map(([, picture], n) => ({
    input: Buffer.from(canvas(picture, cell)),
    left: (n % columns) * (cell + gap),
    top: Math.floor(n / columns) * (cell + gap),
  }))
  const height = Math.ceil(shown.length / columns) * (cell + gap)
  const page = sharp({ create: { width: columns * (cell + gap), height, channels: 3, background: '#ffffff' } })
  await page.composite(tiles).png().toFile(file)
}

const [option, sheet, ...names] = process.argv.slice(2)
if (option === '--sheet' && sheet !== undefined) await drawSheet(sheet, names)
else await drawAll()
