import { base64Of, jpegOf } from './files.ts'

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

/** A sticker for those without one: a date that smiles, on nothing. In base64, WebP. */
export async function drawSampleSticker(): Promise<string> {
  const canvas = new OffscreenCanvas(512, 512)
  const pen = canvas.getContext('2d')
  if (pen !== null) drawDate(pen)
  return base64Of(await canvas.convertToBlob({ type: 'image/webp' }))
}

function drawDate(pen: OffscreenCanvasRenderingContext2D): void {
  pen.fillStyle = '#7a3e1d'
  ellipse(pen, { x: 256, y: 282, wide: 150, high: 200 })
  pen.fill()
  pen.strokeStyle = '#fffaf0'
  pen.lineWidth = 16
  pen.stroke()
  pen.fillStyle = '#4f7d3a'
  ellipse(pen, { x: 256, y: 84, wide: 60, high: 26 })
  pen.fill()
  pen.stroke()
  pen.fillStyle = '#fffaf0'
  for (const x of [206, 306]) {
    ellipse(pen, { x, y: 250, wide: 18, high: 24 })
    pen.fill()
  }
  pen.lineCap = 'round'
  pen.beginPath()
  pen.arc(256, 300, 72, Math.PI * 0.15, Math.PI * 0.85)
  pen.stroke()
}

type Oval = { x: number; y: number; wide: number; high: number }

function ellipse(pen: OffscreenCanvasRenderingContext2D, { x, y, wide, high }: Oval): void {
  pen.beginPath()
  pen.ellipse(x, y, wide, high, 0, 0, Math.PI * 2)
}
