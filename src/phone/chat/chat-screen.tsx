import { useEffect } from 'preact/hooks'
import { ShopDoor } from '#phone/shop/shop-door.tsx'
import { pushSheet } from '#phone/state/sheets.ts'
import {
  type ChatChoice,
  chatOf,
  closeChat,
  isTyping,
  markSeen,
  nowMs,
  numbers,
  openChat,
  shoppers,
  shownPeople,
} from '#phone/state/store.ts'
import { words } from '#phone/text/words.ts'
import { attempt } from './act.ts'
import { Avatar } from './avatar.tsx'
import { composing } from './compose-state.ts'
import { Composer } from './composer.tsx'
import { Icon } from './icons.tsx'
import { Messages } from './messages.tsx'
import { setBlocked } from './people.ts'

/** One person's chat with one shop. */
export function ChatScreen({ choice }: { choice: ChatChoice }) {
  const { messages } = chatOf(choice)
  const newest = messages.at(-1)?.n
  useEffect(() => markSeen(choice), [choice, newest])
  useEffect(
    () => () => {
      composing.value = null
    },
    [],
  )
  const blocked = isBlocked(choice)
  return (
    <section class="chat-screen" aria-label={nameOf(choice)} onKeyDown={leaveByEscape}>
      <h1 class="visually-hidden">{nameOf(choice)}</h1>
      <ChatHead choice={choice} />
      <WindowBanner choice={choice} />
      <Messages choice={choice} />
      {blocked ? <BlockedBar choice={choice} /> : <Composer choice={choice} />}
    </section>
  )
}

/** Escape takes back an answer or edit that was begun, else goes back to the list. */
function leaveByEscape(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented) return
  if (composing.value === null) closeChat()
  else composing.value = null
}

function nameOf({ phoneNumberId }: ChatChoice): string {
  return numbers.value.find((number) => number.phoneNumberId === phoneNumberId)?.verifiedName ?? phoneNumberId
}

function isBlocked({ phoneNumberId, shopperId }: ChatChoice): boolean {
  return shoppers.value.find(({ id }) => id === shopperId)?.blocked.includes(phoneNumberId) ?? false
}

function ChatHead({ choice }: { choice: ChatChoice }) {
  const w = words()
  const name = nameOf(choice)
  return (
    <header class="chat-head">
      <button type="button" class="icon-button" aria-label={w.back} onClick={closeChat}>
        <Icon name="back" />
      </button>
      <button type="button" class="chat-head-who" onClick={() => pushSheet({ kind: 'profile' })}>
        <Avatar name={name} size="small" />
        <span class="chat-head-name" dir="auto">
          {name}
        </span>
        <span class="chat-head-about">{isTyping(choice) ? <em>{w.typing}</em> : w.business}</span>
      </button>
      <ShopDoor choice={choice} />
      <OtherPeople choice={choice} />
      <button type="button" class="icon-button" aria-label={w.menu} onClick={() => pushSheet({ kind: 'menu' })}>
        <Icon name="more" />
      </button>
    </header>
  )
}

/** Whose phone this is, changed without leaving the shop. */
function OtherPeople({ choice }: { choice: ChatChoice }) {
  return (
    <select
      class="who-select"
      aria-label={words().whosePhone}
      value={choice.shopperId}
      onChange={(event) => openChat({ ...choice, shopperId: event.currentTarget.value })}
    >
      {shownPeople.value.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  )
}

/** Says when the shop may only send templates, and within the last hour how long it may still write. */
function WindowBanner({ choice }: { choice: ChatChoice }) {
  const { windowEndsAt, messages } = chatOf(choice)
  if (messages.length === 0 || windowEndsAt === null) return null
  const leftMs = Date.parse(windowEndsAt) - nowMs.value
  if (leftMs > 3_600_000) return null
  const w = words()
  const left = w.hours(0, Math.max(1, Math.ceil(leftMs / 60_000)))
  return (
    <p class={leftMs > 0 ? 'window-banner' : 'window-banner window-closed'} role="status">
      <Icon name="clock" size={16} />
      {leftMs > 0 ? w.windowOpen(left) : w.windowClosed}
    </p>
  )
}

function BlockedBar({ choice }: { choice: ChatChoice }) {
  return (
    <div class="blocked-bar">
      <p>{words().blocked}</p>
      <button type="button" class="text-button" onClick={() => void attempt(() => setBlocked(choice, false))}>
        {words().unblock}
      </button>
    </div>
  )
}
