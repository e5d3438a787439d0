import { attempt } from '#phone/chat/act.ts'
import { control } from '#phone/state/session.ts'
import { showToast } from '#phone/state/toast.ts'
import { payWords } from './words.ts'

/** The bank of a slow method speaks when the visitor says so. */
export function Settling({ sessionId, onDone }: { sessionId: string; onDone: () => void }) {
  const words = payWords()
  const settle = async (succeed: boolean) => {
    if (!(await attempt(() => control.settleLater(sessionId, succeed)))) return
    showToast(words.settled)
    onDone()
  }
  return (
    <div class="pay-doors">
      <button type="button" class="main-button" onClick={() => void settle(true)}>
        {words.settle}
      </button>
      <button type="button" class="plain-button" onClick={() => void settle(false)}>
        {words.fail}
      </button>
    </div>
  )
}
