import { nowMs } from '#phone/state/store.ts'
import { language } from '#phone/text/language.ts'
import { timeOfDay } from '#phone/text/times.ts'

/** The top of the phone: its clock is the sandbox's, so moving that one is seen here. */
export function StatusBar() {
  const at = new Date(nowMs.value).toISOString()
  return (
    <div class="status-bar">
      <time dateTime={at}>{timeOfDay(at, language.value)}</time>
      <span class="status-signs" aria-hidden="true">
        <i class="sign-bars" />
        <i class="sign-battery" />
      </span>
    </div>
  )
}
