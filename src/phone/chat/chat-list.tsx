import { useEffect, useRef } from 'preact/hooks'
import { switchLanguage, switchTheme, theme } from '#phone/state/preferences.ts'
import { panelOpen, pushSheet } from '#phone/state/sheets.ts'
import {
  chatOf,
  connection,
  isTyping,
  lastOpened,
  nowMs,
  numbers,
  openChat,
  personId,
  pickPerson,
  shoppers,
  shownPeople,
  unreadOf,
} from '#phone/state/store.ts'
import type { ShopNumber, Shopper } from '#phone/state/types.ts'
import { language } from '#phone/text/language.ts'
import { listLabel } from '#phone/text/times.ts'
import { words } from '#phone/text/words.ts'
import { Avatar } from './avatar.tsx'
import { walkWithArrows } from './focus.ts'
import { Icon } from './icons.tsx'
import { isShown } from './kind-of.ts'
import { previewOf } from './preview.ts'
import { PreviewIcon } from './preview-icon.tsx'
import { Ticks } from './ticks.tsx'

const icons = { system: 'halved', light: 'sun', dark: 'moon' } as const

export function ChatList() {
  const box = useRef<HTMLUListElement>(null)
  const person = shoppers.value.find(({ id }) => id === personId.value)
  useEffect(() => {
    const rows = box.current?.querySelectorAll<HTMLElement>('.chat-row') ?? []
    const left = [...rows].find(({ dataset }) => dataset.number === lastOpened.peek())
    if (document.activeElement === document.body) left?.focus()
  }, [])
  return (
    <section class="list-screen" aria-label={words().chats}>
      <ListHead />
      <People />
      <ul
        class="chat-list"
        ref={box}
        onKeyDown={(event) => box.current !== null && walkWithArrows(event, box.current, 'button')}
      >
        {person === undefined
          ? null
          : numbers.value.map((number) => <ChatRow key={number.phoneNumberId} number={number} person={person} />)}
      </ul>
      {numbers.value.length === 0 ? (
        <p class="empty">{connection.value === 'opening' ? words().opening : words().emptyList}</p>
      ) : null}
    </section>
  )
}

function ListHead() {
  const w = words()
  return (
    <header class="list-head">
      <h1>{w.chats}</h1>
      <button
        type="button"
        class="text-button"
        aria-label={`${w.language}: ${w.languageLabel}`}
        onClick={switchLanguage}
      >
        {w.language}
      </button>
      <button type="button" class="icon-button" aria-label={w.theme[theme.value]} onClick={switchTheme}>
        <Icon name={icons[theme.value]} />
      </button>
      <button
        type="button"
        class="icon-button panels-button"
        aria-label={w.openPanels}
        onClick={() => {
          panelOpen.value = true
        }}
      >
        <Icon name="panels" />
      </button>
    </header>
  )
}

/** Whose phone it is: one tap takes another person's. */
function People() {
  const strip = useRef<HTMLElement>(null)
  useEffect(() => {
    const own = strip.current?.querySelector('[aria-pressed="true"]')
    own?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [personId.value])
  if (connection.value === 'opening' && shoppers.value.length === 0) return null
  return (
    <nav class="people" aria-label={words().whosePhone} ref={strip}>
      {shownPeople.value.map((shopper) => (
        <button
          key={shopper.id}
          type="button"
          class="person"
          aria-pressed={shopper.id === personId.value}
          onClick={() => pickPerson(shopper.id)}
        >
          <Avatar name={shopper.name} />
          {unreadOfPerson(shopper.id) > 0 ? <span class="dot" /> : null}
          <span class="person-name" dir="auto">
            {shopper.name}
          </span>
        </button>
      ))}
      <button
        type="button"
        class="person"
        aria-label={words().newShopper}
        onClick={() => pushSheet({ kind: 'newShopper' })}
      >
        <span class="avatar avatar-medium avatar-add" aria-hidden="true">
          <Icon name="plus" />
        </span>
        <span class="person-name" aria-hidden="true">
          {words().newPerson}
        </span>
      </button>
    </nav>
  )
}

function unreadOfPerson(shopperId: string): number {
  return numbers.value.reduce((sum, { phoneNumberId }) => sum + unreadOf({ phoneNumberId, shopperId }), 0)
}

function ChatRow({ number, person }: { number: ShopNumber; person: Shopper }) {
  const choice = { phoneNumberId: number.phoneNumberId, shopperId: person.id }
  const last = chatOf(choice).messages.findLast(isShown)
  const unread = unreadOf(choice)
  return (
    <li>
      <button type="button" class="chat-row" data-number={number.phoneNumberId} onClick={() => openChat(choice)}>
        <Avatar name={number.verifiedName} size="large" />
        <span class="chat-row-name" dir="auto">
          {number.verifiedName}
        </span>
        <time class="chat-row-time" dateTime={last?.at}>
          {last === undefined ? '' : listLabel(last.at, nowMs.value, language.value)}
        </time>
        <span class="chat-row-last">
          {isTyping(choice) ? (
            <em class="typing-text">{words().typing}</em>
          ) : (
            <>
              {last?.direction === 'in' ? <Ticks message={last} /> : null}
              {last === undefined ? null : <PreviewIcon message={last} />}
              <span class="chat-row-text" dir="auto">
                {last === undefined ? words().sayHello : previewOf(last, language.value)}
              </span>
            </>
          )}
        </span>
        {unread > 0 ? (
          <span class="badge" role="img" aria-label={words().unread(unread)}>
            {unread}
          </span>
        ) : null}
      </button>
    </li>
  )
}
