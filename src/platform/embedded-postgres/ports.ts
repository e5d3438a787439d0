import { once } from 'node:events'
import { createServer } from 'node:net'
import { EmbeddedPostgresError } from './errors.ts'

/** A port on 127.0.0.1 that nobody holds: the remembered one while it is free, else any. */
export async function freePort(remembered: number | undefined): Promise<number> {
  if (remembered !== undefined && (await tryPort(remembered)) !== undefined) return remembered
  const port = await tryPort(0)
  if (port !== undefined) return port
  throw new EmbeddedPostgresError('No port is free on 127.0.0.1.', {
    code: 'port-taken',
    fix: 'Close some other programs.',
  })
}

/** The port that could be opened, or undefined when it is taken. */
export async function tryPort(wish: number): Promise<number | undefined> {
  const probe = createServer()
  try {
    probe.listen(wish, '127.0.0.1')
    await once(probe, 'listening')
    const address = probe.address()
    return typeof address === 'object' && address !== null ? address.port : undefined
  } catch {
    return undefined
  } finally {
    probe.close()
  }
}
