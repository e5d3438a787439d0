import { nextNumber, type SandboxState } from '#sandbox/state.ts'

/** Shaped like Meta's: base64 over the person, the direction and a random part. */
export function newWamid(state: SandboxState, person: string, direction: 'in' | 'out'): string {
  const who = Buffer.from(person.slice(0, 120), 'ascii')
  const serial = nextNumber(state).toString(16).toUpperCase().padStart(6, '0')
  const tail = Buffer.from(state.random.hex(12) + serial, 'ascii')
  const bytes = Buffer.concat([
    Buffer.from([0x1c, 0x18, who.length]),
    who,
    Buffer.from([0x15, 0x02, 0x00, direction === 'in' ? 0x12 : 0x11, 0x18, tail.length]),
    tail,
    Buffer.from([0x00]),
  ])
  return `wamid.${bytes.toString('base64')}`
}

/** A digit string of 15, like media, template and item ids; also safe as a JSON number. */
export function newNumericId(state: SandboxState): string {
  const serial = String(nextNumber(state) % 1_000_000).padStart(6, '0')
  return `${state.random.digits(9)}${serial}`
}

export function newBsuid(state: SandboxState, country: string): string {
  return `${country}.${state.random.digits(14)}${String(nextNumber(state)).padStart(6, '0')}`
}
