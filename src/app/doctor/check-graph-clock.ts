import { request } from 'undici'
import type { Config } from '#app/config.ts'
import { judgeClock } from './clock-skew.ts'
import { type Finding, verdicts } from './finding.ts'

const TIMEOUT_MS = 10_000

/** Whether Meta can be reached at all, and what time it is there; any answer will do, a refusal included. */
export async function checkGraphClock({ whatsapp }: Pick<Config, 'whatsapp'>, now: () => Date): Promise<Finding[]> {
  const { warn, fail } = verdicts('meta')
  const { graphUrl, graphVersion } = whatsapp
  try {
    const before = now()
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const answer = await request(`${graphUrl}/${graphVersion}/debug_token`, { signal })
    const after = now()
    await answer.body.dump()
    const theirs = new Date(String(answer.headers.date))
    if (Number.isNaN(theirs.getTime())) {
      return [warn('the answer has no date', `Look at what answers at ${graphUrl}; Meta always says the date.`)]
    }
    return [judgeClock({ check: 'meta', whose: 'Meta', theirs, before, after })]
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error)
    return [
      fail(
        `${graphUrl} does not answer: ${reason}`,
        `Let this machine open connections to ${new URL(graphUrl).host}, or correct GRAPH_URL.`,
      ),
    ]
  }
}
