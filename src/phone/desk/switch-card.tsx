import { attempt } from '#phone/chat/act.ts'
import { faults } from '#phone/state/store.ts'
import type { Fault } from '#phone/state/types.ts'
import { language } from '#phone/text/language.ts'
import { spanText } from './clock-steps.ts'
import { misbehaveWords, switchWords } from './misbehave-words.ts'
import { leftOf, type Switch, strikesOf, waitingOf } from './switches.ts'
import { useSeconds } from './use-seconds.ts'
import { endsAt, turnOff, turnOn } from './weather.ts'

/** One way to fail: turned on and off, what it teaches, what to watch, how often it struck. */
export function SwitchCard({ each }: { each: Switch }) {
  const words = misbehaveWords()
  const text = switchWords()[each.id]
  const waiting = waitingOf(each, faults.value.waiting)
  const on = waiting.length > 0
  const struck = strikesOf(each, faults.value.struck)
  const turn = () => void attempt(() => (on ? turnOff(each) : turnOn(each)))
  return (
    <article class={on ? 'desk-card switch-card switch-on' : 'desk-card switch-card'}>
      <button
        type="button"
        role="switch"
        class="switch"
        aria-checked={on}
        aria-describedby={`about-${each.id}`}
        onClick={turn}
      >
        <span class="switch-title">{text.title}</span>
        <span class="switch-track" aria-hidden="true" />
      </button>
      <div id={`about-${each.id}`} class="switch-about">
        <p>{text.teaches}</p>
        <p>
          <strong>{words.watch}</strong> {text.watch}
        </p>
      </div>
      <p class="switch-state" role="status">
        {on ? <Waiting waiting={waiting} id={each.id} /> : null}
        {struck > 0 ? <span class="mark">{words.struck(struck)}</span> : null}
      </p>
    </article>
  )
}

function Waiting({ waiting, id }: { waiting: Fault[]; id: string }) {
  const words = misbehaveWords()
  const left = waiting.map(leftOf).find((each) => each !== null)
  const ends = endsAt.value[id]
  if (ends !== undefined) return <Ending atMs={ends} />
  return (
    <span class="mark mark-bad">
      {left === undefined || left === null ? words.untilTakenBack : words.waiting(left)}
    </span>
  )
}

function Ending({ atMs }: { atMs: number }) {
  useSeconds()
  const span = spanText(Math.max(0, atMs - Date.now()), language.value)
  return <span class="mark mark-bad">{misbehaveWords().endsIn(span)}</span>
}
