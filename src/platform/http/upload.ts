import { createHash } from 'node:crypto'
import type {} from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Invalid, Refusal } from '#shared/errors.ts'

export type UploadRules<File> = {
  /** The form field that carries the file. */
  field: string
  maxBytes: number
  /** Makes what the handler gets out of the bytes, before the transaction opens; throws a Refusal for a bad file. */
  prepare: (bytes: Buffer) => Promise<File>
}

/** A file ready for use, and the SHA-256 of the bytes it came as. */
export type Upload<File> = { file: File; digest: Buffer }

/** The one file of a multipart body, in memory; throws Refusal('file-too-large') past the limit. */
export async function readUpload<File>(request: FastifyRequest, rules: UploadRules<File>): Promise<Upload<File>> {
  if (!request.isMultipart()) {
    throw new Invalid('file-missing', `Send the file as multipart/form-data in the field "${rules.field}".`)
  }
  const bytes = await readFilePart(request, rules).catch((error: unknown) => {
    throw isForeseen(error) ? error : malformed(error)
  })
  return { file: await rules.prepare(bytes), digest: createHash('sha256').update(bytes).digest() }
}

async function readFilePart(request: FastifyRequest, rules: Pick<UploadRules<unknown>, 'field' | 'maxBytes'>) {
  const part = await request.file({ limits: { fileSize: rules.maxBytes, files: 1, fields: 0, parts: 1 } })
  if (part === undefined || part.fieldname !== rules.field) {
    throw new Invalid('file-missing', `The form has no file in the field "${rules.field}".`)
  }
  const bytes = await readAll(part.file)
  if (part.file.truncated) throw tooLarge(rules)
  return bytes
}

/** The form's reader marks what its limits refuse; whatever else it throws is about the bytes that were sent. */
function isForeseen(error: unknown): boolean {
  return error instanceof Refusal || (error instanceof Error && 'statusCode' in error && Number(error.statusCode) < 500)
}

function malformed(cause: unknown): Invalid {
  const refusal = new Invalid('form-malformed', 'The form is cut off or names no boundary.')
  refusal.cause = cause
  return refusal
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function tooLarge({ maxBytes }: { maxBytes: number }): Refusal {
  const megabytes = Math.floor(maxBytes / 1_000_000)
  return new Refusal({
    kind: 'too-large',
    code: 'file-too-large',
    message: `A file has at most ${megabytes} MB.`,
    fix: 'Send a smaller file.',
  })
}
