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

/** The picture in base64, as JPEG. */
export async function jpegOf(canvas: OffscreenCanvas): Promise<string> {
  return base64Of(await canvas.convertToBlob({ type: 'image/jpeg', quality }))
}

/** The bytes of a file or picture in base64. */
export function base64Of(blob: Blob): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const reader = new FileReader()
  reader.onload = () => resolve(String(reader.result).split(',')[1] ?? '')
  reader.onerror = () => reject(new Error(reader.error?.message ?? 'unreadable', { cause: reader.error }))
  reader.readAsDataURL(blob)
  return promise
}
