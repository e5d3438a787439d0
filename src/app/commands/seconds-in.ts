import { InvalidArgumentError } from 'commander'

/** Reads an option's seconds. */
export function secondsIn(text: string): number {
  const seconds = Number(text)
  if (Number.isFinite(seconds) && seconds >= 0) return seconds
  throw new InvalidArgumentError('It must be a number of seconds.')
}
