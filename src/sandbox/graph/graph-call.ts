import type { FaultRule } from '#sandbox/faults.ts'
import type { WorldNumber } from '#sandbox/world.ts'

/** One request to the fake Graph API, already authenticated. */
export type GraphCall = {
  /** The object in the path: phone number, WABA, catalog, template or media id. */
  id: string
  query: Record<string, string>
  body: unknown
  file: UploadedFile | undefined
  /** Numbers of the world this token may act for. */
  granted: WorldNumber[]
  fault: FaultRule | undefined
  range: string | undefined
  /** To be called when a message is taken, which may be long before its answer. */
  took: () => void
}

export type UploadedFile = { bytes: Buffer; mimeType: string; filename: string | undefined }

/** Raw bytes instead of JSON. */
export class GraphBytes {
  readonly bytes: Buffer
  readonly status: number
  readonly headers: Record<string, string>

  constructor(bytes: Buffer, status: number, headers: Record<string, string>) {
    this.bytes = bytes
    this.status = status
    this.headers = headers
  }
}
