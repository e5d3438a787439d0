import { useState } from 'preact/hooks'
import { attempt } from '#phone/chat/act.ts'
import { faults } from '#phone/state/store.ts'
import { showToast } from '#phone/state/toast.ts'
import { misbehaveWords } from './misbehave-words.ts'
import { ReviewCards } from './review-cards.tsx'
import { SwitchCard } from './switch-card.tsx'
import { otherFaults, switches } from './switches.ts'
import { allWell, verdicts } from './weather.ts'

const groups = ['meta', 'webhooks', 'stripe'] as const

/** The ways the outside world can fail, what each teaches, and the way back. */
export function MisbehaveTab() {
  const words = misbehaveWords()
  return (
    <>
      <p class="desk-intro">{words.intro}</p>
      <Summary />
      {groups.map((group) => (
        <section key={group} aria-label={words.groups[group]}>
          <h2>{words.groups[group]}</h2>
          <ul class="desk-cards">
            {switches
              .filter((each) => each.group === group)
              .map((each) => (
                <li key={each.id}>
                  <SwitchCard each={each} />
                </li>
              ))}
          </ul>
        </section>
      ))}
      <ReviewCards />
      <Others />
    </>
  )
}

function Summary() {
  const words = misbehaveWords()
  const [busy, setBusy] = useState(false)
  const on = faults.value.waiting.length + verdicts.value.length
  const end = async () => {
    setBusy(true)
    await attempt(async () => {
      const resumed = await allWell()
      showToast(resumed > 0 ? `${words.allWellDone} ${words.resumed}` : words.allWellDone)
    })
    setBusy(false)
  }
  return (
    <div class={on > 0 ? 'weather weather-bad' : 'weather'}>
      <span role="status">{on > 0 ? words.count(on) : words.nothingOn}</span>
      <button type="button" class="plain-button" disabled={busy} onClick={() => void end()}>
        {words.allWell}
      </button>
    </div>
  )
}

/** Faults somebody ordered by another way: a scene of the tour, a script. */
function Others() {
  const words = misbehaveWords()
  const others = otherFaults(faults.value.waiting)
  if (others.length === 0) return null
  return (
    <section aria-label={words.others}>
      <h2>{words.others}</h2>
      <ul class="desk-lines">
        {others.map(({ id, api, fault }) => (
          <li key={id}>
            <code dir="ltr">{`${api} ${fault}`}</code>
          </li>
        ))}
      </ul>
    </section>
  )
}
