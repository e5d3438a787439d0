import { Fragment } from 'preact'
import { useRef } from 'preact/hooks'
import { type ChatChoice, chatOf, isTyping, nowMs } from '#phone/state/store.ts'
import type { ChatMessage } from '#phone/state/types.ts'
import { language } from '#phone/text/language.ts'
import { dayLabel, dayOf } from '#phone/text/times.ts'
import { words } from '#phone/text/words.ts'
import { Bubble } from './bubble.tsx'
import { walkWithArrows } from './focus.ts'
import { Icon } from './icons.tsx'
import { isShown } from './kind-of.ts'
import { Starters } from './starters.tsx'
import { useStickyEnd } from './sticky-end.ts'

/** The chat itself, newest at the foot. */
export function Messages({ choice }: { choice: ChatChoice }) {
  const messages = chatOf(choice).messages.filter(isShown)
  const dots = isTyping(choice)
  const box = useRef<HTMLDivElement>(null)
  const { away, missed, toEnd } = useStickyEnd(box, { messages, dots })
  return (
    <div class="messages-place">
      <div
        class="messages"
        role="log"
        aria-live="polite"
        aria-label={words().message}
        ref={box}
        onKeyDown={(event) => {
          const onMessage = event.target instanceof HTMLElement && event.target.matches('[data-wamid]')
          if (onMessage && box.current !== null) walkWithArrows(event, box.current, '[data-wamid]')
        }}
      >
        <p class="chat-note">{words().chatStart}</p>
        {messages.length === 0 ? <Starters choice={choice} /> : null}
        {messages.map((message, index) => (
          <Fragment key={message.wamid}>
            <Day message={message} before={messages[index - 1]} />
            <Bubble
              message={message}
              choice={choice}
              joined={isJoined(message, messages[index - 1])}
              last={index === messages.length - 1}
            />
          </Fragment>
        ))}
        {dots ? <Dots /> : null}
      </div>
      {away ? (
        <button
          type="button"
          class="to-end"
          aria-label={missed > 0 ? words().newMessages(missed) : words().toNewest}
          onClick={toEnd}
        >
          <Icon name="down" />
          {missed > 0 ? <span class="badge">{missed}</span> : null}
        </button>
      ) : null}
    </div>
  )
}

function Day({ message, before }: { message: ChatMessage; before: ChatMessage | undefined }) {
  if (before !== undefined && dayOf(Date.parse(before.at)) === dayOf(Date.parse(message.at))) return null
  return <p class="day">{dayLabel(message.at, nowMs.value, language.value)}</p>
}

/** Messages of one side within some minutes hang together: only the first has the tail. */
function isJoined(message: ChatMessage, before: ChatMessage | undefined): boolean {
  if (before === undefined || before.direction !== message.direction || before.type === 'system') return false
  return Date.parse(message.at) - Date.parse(before.at) < 300_000
}

function Dots() {
  return (
    <div class="row row-theirs">
      <div class="bubble dots" role="img" aria-label={words().typing}>
        <span />
        <span />
        <span />
      </div>
    </div>
  )
}
