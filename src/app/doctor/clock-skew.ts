import { type Finding, verdicts } from './finding.ts'

/** Stripe refuses signatures more than 5 minutes off; shoppers see wrong windows long before. */
const MOST_SKEW_MS = 30_000

export type ClockReading = { check: string; whose: string; theirs: Date; before: Date; after: Date }

/** Compares a clock with ours, which was read just before and just after. */
export function judgeClock({ check, whose, theirs, before, after }: ClockReading): Finding {
  const { pass, fail } = verdicts(check)
  const skewMs = Math.round((before.getTime() + after.getTime()) / 2 - theirs.getTime())
  const seconds = (Math.abs(skewMs) / 1_000).toFixed(1)
  if (Math.abs(skewMs) < MOST_SKEW_MS) return pass(`${seconds} s from ${whose}`)
  return fail(
    `this machine is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} ${whose}`,
    'Let both machines follow a time server (chrony or systemd-timesyncd), then run the doctor again.',
  )
}
