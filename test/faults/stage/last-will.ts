const wills = new Set<() => void>()
let heard = false

/**
 * What must happen even when the run itself is ended in the middle: processes of ours end, disks are taken off. Nothing in
 * it may wait. Gives a function that takes it back.
 */
export function leaveWill(will: () => void): () => void {
  wills.add(will)
  if (!heard) listen()
  heard = true
  return () => wills.delete(will)
}

function listen(): void {
  process.on('exit', () => {
    for (const will of [...wills].toReversed()) attempt(will)
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))
}

function attempt(will: () => void): void {
  try {
    will()
  } catch {
    // What is gone already needs no end.
  }
}
