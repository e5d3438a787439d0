import { createHash } from 'node:crypto'
import type {} from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { Invalid, Refusal } from '#shared/errors.ts'

/** `field` names the form field that carries the file. */
export type UploadRules = { field: string; maxBytes: number }

export type Upload = { bytes: Buffer; filename: string; digest: Buffer }

/** The one file of a multipart body, in memory; throws Refusal('file-too-large') past the limit. */
export async function readUpload(request: FastifyRequest, rules: UploadRules): Promise<Upload> {
  if (!request.isMultipart()) {
    throw new Invalid('file-missing', `Send the file as multipart/form-data in the field "${rules.field}".`)
  }
  const part = await request.file({ limits: { fileSize: rules.maxBytes, files: 1, fields: 0, parts: 1 } })
  if (part === undefined || part.fieldname !== rules.field) {
    throw new Invalid('file-missing', `The form has no file in the field "${rules.field}".`)
  }
  const bytes = await readAll(part.file)
  if (part.file.truncated) throw tooLarge(rules)
  return { bytes, filename: part.filename, digest: createHash('sha256').update(bytes).digest() }
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

function tooLarge({ maxBytes }: UploadRules): Refusal {
  const megabytes = Math.floor(maxBytes / 1_000_000)
  return new Refusal({
    kind: 'too-large',
    code: 'file-too-large',
    message: `A file has at most ${megabytes} MB.`,
    fix: 'Send a smaller file.',
  })
}
