import { type DestinationStream, destination, type Logger, type LoggerOptions, pino } from 'pino'
import { scrub } from './scrub.ts'

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent'

/** Fields whose content is never logged, wherever they stand. */
const MUTE = new Set([
  'address',
  'authorization',
  'body',
  'content',
  'cookie',
  'deliveryPhone',
  'headers',
  'password',
  'payload',
  'phone',
  'secret',
  'text',
  'token',
])
const MUTED = '[muted]'
const MOST_DEPTH = 6

/** One JSON line per event on standard output (or `out`), free of secrets, phone numbers and message texts. */
export function createLogger({ level, out }: { level: LogLevel; out?: DestinationStream }): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: {
      level: (label) => ({ level: label }),
      log: (line) => mute(line, 0) as Record<string, unknown>,
    },
    serializers: { err: (error: unknown) => error },
  }
  return pino(options, scrubbing(out ?? destination({ fd: 1, sync: false })))
}

/** The last gate: whatever the line is made of, it leaves scrubbed. */
function scrubbing(out: DestinationStream): DestinationStream {
  return { write: (line) => out.write(scrub(line)) }
}

function mute(value: unknown, depth: number): unknown {
  if (value instanceof Error) return describeError(value, depth)
  if (value instanceof Date || typeof value !== 'object' || value === null) return value
  if (depth >= MOST_DEPTH) return '[deep]'
  if (Array.isArray(value)) return value.map((each) => mute(each, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, MUTE.has(name) ? MUTED : mute(each, depth + 1)]),
  )
}

/** Errors of pg and Stripe carry rows and requests along; name, code, words and stack are enough. */
function describeError(error: Error, depth: number): object {
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number') ? error.code : undefined
  const cause = error.cause instanceof Error && depth < MOST_DEPTH ? describeError(error.cause, depth + 1) : undefined
  return { type: error.name, message: error.message, code, stack: error.stack, cause }
}
