import type { ChatMessage } from '#phone/state/types.ts'
import { language } from '#phone/text/language.ts'
import { timeOfDay } from '#phone/text/times.ts'
import { words } from '#phone/text/words.ts'
import { Ticks } from './ticks.tsx'

/** The small line of a bubble: edited, the time, the ticks of one's own. */
export function Meta({ message }: { message: ChatMessage }) {
  return (
    <span class="meta">
      {message.edited && !message.deleted ? <span>{words().edited}</span> : null}
      <time dateTime={message.at}>{timeOfDay(message.at, language.value)}</time>
      {message.direction === 'in' && !message.deleted ? <Ticks message={message} /> : null}
    </span>
  )
}
