import { useState } from 'preact/hooks'
import { typedDirection } from '#phone/shop/typed-direction.ts'
import { chats } from '#phone/state/store.ts'
import { showToast } from '#phone/state/toast.ts'
import { language } from '#phone/text/language.ts'
import { timeOfDay } from '#phone/text/times.ts'
import { askShop } from './ask-shop.ts'
import type { Conversation, ProblemRow, ShopperRow } from './shop-api.types.ts'
import { useAnswer, useEvery, useQuiet } from './use-answer.ts'
import { waitingWords } from './waiting-words.ts'

/** The problem the shop opens while somebody waits for a person; its subject is the shopper. */
export const WAITS_FOR_PERSON = 'shopper-waits-for-person'

type WaitingPeopleProps = { problems: readonly ProblemRow[]; phoneNumberId: string; onActed: () => void }

/**
 * Shoppers who are in a person's hands: those who wait, and those answered here. An answer closes the shop's problem, but
 * the shopper stays with the person.
 */
export function WaitingPeople({ problems, phoneNumberId, onActed }: WaitingPeopleProps) {
  const words = waitingWords()
  const [answered, setAnswered] = useState<readonly string[]>([])
  const waiting = problems.filter(({ code }) => code === WAITS_FOR_PERSON).map(({ subject }) => subject)
  const people = [...new Set([...waiting, ...answered])]
  return (
    <section aria-label={words.title}>
      <h2>{words.title}</h2>
      {people.length === 0 ? <p class="desk-empty">{words.nobody}</p> : null}
      <ul class="desk-cards">
        {people.map((shopperId) => (
          <li key={shopperId} class="desk-card">
            <Waiting
              shopperId={shopperId}
              phoneNumberId={phoneNumberId}
              onAnswered={() => {
                setAnswered((before) => [...before, shopperId])
                onActed()
              }}
              onGivenBack={() => {
                setAnswered((before) => before.filter((each) => each !== shopperId))
                onActed()
              }}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}

type WaitingProps = { shopperId: string; phoneNumberId: string; onAnswered: () => void; onGivenBack: () => void }

function Waiting({ shopperId, phoneNumberId, onAnswered, onGivenBack }: WaitingProps) {
  const words = waitingWords()
  const [typed, setTyped] = useState('')
  const [trouble, setTrouble] = useState('')
  const call = async (action: Action, { told, done }: { told: string; done: () => void }) => {
    const why = await act({ shopperId, phoneNumberId, action })
    setTrouble(why)
    if (why !== '') return
    showToast(told)
    setTyped('')
    done()
  }
  return (
    <form
      class="variant"
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault()
        const text = typed.trim()
        if (text !== '') void call({ verb: 'messages', body: { text } }, { told: words.sent, done: onAnswered })
      }}
    >
      <Who shopperId={shopperId} phoneNumberId={phoneNumberId} />
      <label class="desk-field">
        <span>{words.answer}</span>
        <input
          class="desk-input"
          dir={typedDirection(typed)}
          maxLength={4096}
          value={typed}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </label>
      <div class="desk-row">
        <button type="submit" class="plain-button" disabled={typed.trim() === ''}>
          {words.send}
        </button>
        <button
          type="button"
          class="plain-button"
          onClick={() => void call({ verb: 'release' }, { told: words.given, done: onGivenBack })}
        >
          {words.giveBack}
        </button>
      </div>
      <p class="desk-trouble" role="alert">
        {trouble}
      </p>
    </form>
  )
}

/** Their name, since when, and what they wrote to a person meanwhile. */
function Who({ shopperId, phoneNumberId }: Pick<WaitingProps, 'shopperId' | 'phoneNumberId'>) {
  const words = waitingWords()
  const quiet = useQuiet(chats.value)
  const round = useEvery()
  const path = `/v1/shoppers/${shopperId}` as const
  const read = { phoneNumberId, method: 'GET' } as const
  const person = useAnswer(() => askShop<ShopperRow>({ ...read, path }), [path, phoneNumberId])
  const chat = useAnswer(
    () => askShop<Conversation>({ ...read, path: `${path}/conversation` }),
    [path, phoneNumberId, quiet, round],
  )
  const { handedOverAt = null, waiting = [] } = chat?.done === true ? chat.body : {}
  return (
    <>
      <span class="variant-title">
        <strong dir="auto">{person?.done === true ? nameOf(person.body) : '…'}</strong>{' '}
        {handedOverAt === null ? null : <small>{words.since(timeOfDay(handedOverAt, language.value))}</small>}
      </span>
      <ul class="waiting-words">
        {waiting.slice(-5).map(({ at, kind, text }) => (
          <li key={at} dir="auto">
            {text ?? words.kinds[kind] ?? words.other}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Who hides their number is known by a name, or by nothing but WhatsApp's own id. */
function nameOf({ name, username, phone, userId }: ShopperRow): string {
  return name ?? username ?? phone ?? userId ?? ''
}

type Action = { verb: 'messages'; body: { text: string } } | { verb: 'release' }
type Acting = { shopperId: string; phoneNumberId: string; action: Action }

/** Why it was not done; empty when it was. */
async function act({ shopperId, phoneNumberId, action }: Acting): Promise<string> {
  const { verb, ...rest } = action
  const answer = await askShop({ phoneNumberId, method: 'POST', path: `/v1/shoppers/${shopperId}/${verb}`, ...rest })
  return answer.done ? '' : waitingWords().failed(answer.why)
}
