import { useRef } from 'preact/hooks'
import { pushSheet } from '#phone/state/sheets.ts'
import { type ChatChoice, numbers } from '#phone/state/store.ts'
import type { ChatMessage } from '#phone/state/types.ts'
import { direction, language } from '#phone/text/language.ts'
import { timeOfDay } from '#phone/text/times.ts'
import { words } from '#phone/text/words.ts'
import { Icon } from './icons.tsx'
import type { Kind } from './kind.types.ts'
import { kindOf } from './kind-of.ts'
import { kindNamed } from './kinds.tsx'
import { useLongPress } from './long-press.ts'
import { Meta } from './meta.tsx'
import { timeFitsLastLine } from './meta-place.ts'
import { previewOf } from './preview.ts'
import { Quote } from './quote.tsx'

type BubbleProps = { message: ChatMessage; choice: ChatChoice; joined: boolean; last: boolean }

/** One message: what it quotes, what it says, its time and marks, its buttons, the reactions to it. */
export function Bubble({ message, choice, joined, last }: BubbleProps) {
  const box = useRef<HTMLElement>(null)
  const openMenu = () => {
    if (!message.deleted) pushSheet({ kind: 'actions', message })
  }
  const press = useLongPress(openMenu)
  const name = kindOf(message)
  if (name === 'system') return <SystemLine message={message} />
  const kind = kindNamed(name)
  const mine = message.direction === 'in'
  return (
    <article
      class={`row ${mine ? 'row-mine' : 'row-theirs'}${joined ? ' row-joined' : ''}`}
      data-kind={name}
      data-wamid={message.wamid}
      tabIndex={last ? 0 : -1}
      aria-label={labelOf(message, choice)}
      ref={box}
      {...press}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === box.current) openMenu()
      }}
    >
      <div class={classOf(kind, message)}>
        <div class={bubbleClass(message, kind, name)}>
          <Quote message={message} />
          <kind.Body message={message} choice={choice} />
          <Meta message={message} />
          {message.deleted ? null : <MenuButton onTap={openMenu} />}
        </div>
        {kind.Foot === undefined || message.deleted ? null : <kind.Foot message={message} choice={choice} />}
        <Reactions message={message} />
      </div>
    </article>
  )
}

function MenuButton({ onTap }: { onTap: () => void }) {
  return (
    <button type="button" class="bubble-menu" tabIndex={-1} aria-label={words().messageMenu} onClick={onTap}>
      <Icon name="down" size={18} />
    </button>
  )
}

function bubbleClass(message: ChatMessage, { bare }: Kind, name: string): string {
  if (bare) return 'bubble-bare'
  const fits = timeFitsLastLine(message, name, direction.value)
  return ['bubble', fits ? 'bubble-inline' : '', message.edited ? 'bubble-edited' : ''].filter(Boolean).join(' ')
}

function classOf({ bleeds, bare }: Kind, { reactions, media, type }: ChatMessage): string {
  const hasPicture = media !== null && (type === 'interactive' || type === 'template')
  const parts = [
    'stack',
    bleeds || hasPicture ? 'stack-bleeds' : '',
    bare ? 'stack-bare' : '',
    reactions.length > 0 ? 'stack-reacted' : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** Who says what and when, for screen readers. */
function labelOf(message: ChatMessage, { phoneNumberId }: ChatChoice): string {
  const shop = numbers.value.find((number) => number.phoneNumberId === phoneNumberId)?.verifiedName ?? ''
  const who = message.direction === 'in' ? words().you : shop
  return `${words().from(who, previewOf(message, language.value))} ${timeOfDay(message.at, language.value)}`
}

function Reactions({ message }: { message: ChatMessage }) {
  if (message.reactions.length === 0) return null
  return (
    <button
      type="button"
      class="reactions"
      aria-label={words().reacted(message.reactions.map(({ emoji }) => emoji).join(' '))}
      onClick={() => pushSheet({ kind: 'actions', message })}
    >
      {message.reactions.map(({ from, emoji }) => (
        <span key={from}>{emoji}</span>
      ))}
    </button>
  )
}

function SystemLine({ message }: { message: ChatMessage }) {
  return (
    <p class="system-line" data-kind="system" data-wamid={message.wamid} dir="auto">
      {previewOf(message, language.value)}
    </p>
  )
}
