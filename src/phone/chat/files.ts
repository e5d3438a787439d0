import type { Act } from '#phone/state/says.ts'

const longestSidePx = 1280
const quality = 0.85

/** A photo as the app sends it: a JPEG of at most 1280 pixels on its longer side. */
export async function readPhoto(file: File): Promise<Act> {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, longestSidePx / Math.max(picture.width, picture.height))
  const size = { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) }
  const canvas = new OffscreenCanvas(size.width, size.height)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, size.width, size.height)
  return { image: { base64: await jpegOf(canvas), mimeType: 'image/jpeg' } }
}

/** Any file, as a document. */
export async function readFile(file: File): Promise<Act> {
  const mimeType = file.type === '' ? 'application/octet-stream' : file.type
  return { document: { filename: file.name, mimeType, base64: await base64Of(file) } }
}

/** A picture for those without one at hand: a date palm at sunset. In base64, JPEG. */
export function drawSamplePhoto(): Promise<string> {
  const canvas = new OffscreenCanvas(960, 720)
  const pen = canvas.getContext('2d')
  if (pen !== null) drawPalm(pen)
  return jpegOf(canvas)
}

function drawPalm(pen: OffscreenCanvasRenderingContext2D): void {
  const sky = pen.createLinearGradient(0, 0, 0, 720)
  for (const [at, color] of [
    [0, '#2b3a67'],
    [0.55, '#e07a5f'],
    [0.8, '#f2cc8f'],
    [1, '#8d5a3b'],
  ] as const) {
    sky.addColorStop(at, color)
  }
  pen.fillStyle = sky
  pen.fillRect(0, 0, 960, 720)
  pen.fillStyle = '#fff1c9'
  pen.beginPath()
  pen.arc(690, 430, 70, 0, Math.PI * 2)
  pen.fill()
  pen.strokeStyle = '#2d1f14'
  pen.lineCap = 'round'
  pen.lineWidth = 30
  pen.beginPath()
  pen.moveTo(330, 720)
  pen.quadraticCurveTo(300, 480, 370, 260)
  pen.stroke()
  pen.lineWidth = 16
  for (let leaf = 0; leaf < 9; leaf += 1) drawLeaf(pen, Math.PI + (leaf * Math.PI) / 8)
}

function drawLeaf(pen: OffscreenCanvasRenderingContext2D, angle: number): void {
  const [x, y] = [370 + Math.cos(angle) * 220, 300 + Math.sin(angle) * 150]
  pen.beginPath()
  pen.moveTo(370, 260)
  pen.quadraticCurveTo((370 + x) / 2, Math.min(260, y) - 60, x, y + 40)
  pen.stroke()
}

async function jpegOf(canvas: OffscreenCanvas): Promise<string> {
  return base64Of(await canvas.convertToBlob({ type: 'image/jpeg', quality }))
}

function base64Of(blob: Blob): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const reader = new FileReader()
  reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
  reader.onerror = () => reject(new Error(reader.error?.message ?? 'unreadable', { cause: reader.error }))
  reader.readAsDataURL(blob)
  return promise
}
