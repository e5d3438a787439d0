import { createHash } from 'node:crypto'
import type { Metadata, Sharp, SharpOptions } from 'sharp'
import { Invalid, Refusal } from '#shared/errors.ts'

/** Meta refuses product images under 500 px and over 8 MB. */
const LEAST_SIDE = 500
const MOST_PIXELS = 40_000_000
const MOST_SIDE = 2048
const QUALITY = 85

export const MOST_IMAGE_BYTES = 5_000_000

const TAKEN = ['image/jpeg', 'image/png', 'image/webp']

export type PreparedImage = { body: Buffer; width: number; height: number; sha256: Buffer }

/**
 * A stranger's file made into a JPEG of ours: judged by its first bytes and its header before a pixel is decoded, then
 * drawn anew, so that nothing else in the file (place, camera, script) comes along. Throws Invalid and Refusal.
 */
export async function prepareImage(bytes: Buffer): Promise<PreparedImage> {
  // Both are read from disk with the first picture: most processes never see one.
  const [{ fileTypeFromBuffer }, { default: sharp }] = await Promise.all([import('file-type'), import('sharp')])
  const type = await fileTypeFromBuffer(bytes)
  if (type === undefined || !TAKEN.includes(type.mime)) {
    throw new Invalid(
      'image-type-unsupported',
      'This is no JPEG, PNG or WebP.',
      {},
      'Save the picture as JPEG and send that.',
    )
  }
  refuseSize(await readable(() => sharp(bytes, { limitInputPixels: false }).metadata()))
  const { data, info } = await readable(() => redraw((options) => sharp(bytes, options)))
  return { body: data, width: info.width, height: info.height, sha256: createHash('sha256').update(data).digest() }
}

function redraw(open: (options: SharpOptions) => Sharp) {
  return open({ limitInputPixels: MOST_PIXELS, failOn: 'error', sequentialRead: true })
    .rotate()
    .resize({ width: MOST_SIDE, height: MOST_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: QUALITY })
    .toBuffer({ resolveWithObject: true })
}

function refuseSize({ width, height }: Metadata): void {
  if (width * height > MOST_PIXELS) {
    throw new Refusal({
      kind: 'too-large',
      code: 'image-too-large',
      message: `A picture has at most ${MOST_PIXELS / 1_000_000} million pixels; this one is ${width} × ${height}.`,
      fix: 'Scale it down to 2,000 pixels on its longer side.',
    })
  }
  if (Math.min(width, height) >= LEAST_SIDE) return
  throw new Invalid(
    'image-too-small',
    `Both sides of a picture need ${LEAST_SIDE} pixels; this one is ${width} × ${height}.`,
    { width, height },
    `Take a larger original, at least ${LEAST_SIDE} × ${LEAST_SIDE}, better 1024 × 1024; do not just enlarge it.`,
  )
}

async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw unreadable(error)
  }
}

function unreadable(cause: unknown): Refusal {
  return new Refusal({
    kind: 'invalid',
    code: 'image-unreadable',
    message: 'The picture is broken or cut off.',
    fix: 'Save it again as JPEG and send that.',
    cause,
  })
}
