import { act } from '#phone/chat/act.ts'
import { composing } from '#phone/chat/compose-state.ts'
import { copyText } from '#phone/chat/copy-text.ts'
import { plainText } from '#phone/chat/format.ts'
import { kindOf } from '#phone/chat/kind-of.ts'
import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import { closeSheet } from '#phone/state/sheets.ts'
import { selected } from '#phone/state/store.ts'
import type { ChatMessage } from '#phone/state/types.ts'
import { words } from '#phone/text/words.ts'
import { ActionRow } from './action-row.tsx'

const reactions = ['👍', '❤️', '😂', '😮', '😢', '🙏']

/** What can be done with one message. */
export function ActionsSheet({ message }: { message: ChatMessage }) {
  const choice = selected.value
  if (choice === null) return null
  const { wamid } = message
  const mine = message.direction === 'in'
  const w = words()
  const compose = (mode: 'reply' | 'edit') => {
    closeSheet()
    composing.value = { mode, message }
  }
  const revoke = () => {
    closeSheet()
    void act(choice, { revoke: { messageId: wamid } })
  }
  return (
    <SheetFrame title={w.messageMenu}>
      <ReactionRow message={message} />
      <div class="action-rows">
        <ActionRow icon="reply" onTap={() => compose('reply')}>
          {w.reply}
        </ActionRow>
        {mine && kindOf(message) === 'text' ? (
          <ActionRow icon="edit" onTap={() => compose('edit')}>
            {w.edit}
          </ActionRow>
        ) : null}
        {message.text === '' ? null : (
          <ActionRow icon="copy" onTap={() => void copy(message)}>
            {w.copy}
          </ActionRow>
        )}
        {mine ? (
          <ActionRow icon="trash" danger onTap={revoke}>
            {w.deleteMessage}
          </ActionRow>
        ) : null}
      </div>
    </SheetFrame>
  )
}

/** Tapping one's own reaction again takes it back, as the app does. */
function ReactionRow({ message }: { message: ChatMessage }) {
  const own = message.reactions.find(({ from }) => from === 'shopper')?.emoji
  const react = (emoji: string) => {
    const choice = selected.value
    closeSheet()
    if (choice === null) return
    void act(choice, { reaction: { messageId: message.wamid, emoji: emoji === own ? '' : emoji } })
  }
  return (
    <div class="reaction-row">
      {reactions.map((emoji) => (
        <button
          key={emoji}
          type="button"
          aria-pressed={emoji === own}
          aria-label={emoji === own ? words().removeReaction(emoji) : words().reacted(emoji)}
          onClick={() => react(emoji)}
        >
          {emoji}
        </button>
      ))}
    </div>
  )
}

async function copy({ text }: ChatMessage): Promise<void> {
  closeSheet()
  await copyText(plainText(text))
}
