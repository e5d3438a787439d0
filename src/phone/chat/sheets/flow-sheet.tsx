import { useState } from 'preact/hooks'
import { act } from '#phone/chat/act.ts'
import { flowFields } from '#phone/chat/flow-fields.ts'
import { SheetFrame } from '#phone/chat/sheet-frame.tsx'
import { fields, text } from '#phone/state/fields.ts'
import { closeSheet } from '#phone/state/sheets.ts'
import { selected } from '#phone/state/store.ts'
import type { ChatMessage } from '#phone/state/types.ts'
import { words } from '#phone/text/words.ts'

/** A form of the shop. What a published form asks is kept at Meta: its known fields are offered, others can be added. */
export function FlowSheet({ message }: { message: ChatMessage }) {
  const content = fields(message.body.interactive)
  const { parameters } = fields(content.action)
  const [names, setNames] = useState(() => flowFields(fields(parameters)))
  const title = text(fields(content.header).text) || text(fields(parameters).flow_cta) || words().form
  return (
    <SheetFrame title={title} size="tall">
      <form
        class="free-form"
        onSubmit={(event) => {
          event.preventDefault()
          send(message, new FormData(event.currentTarget))
        }}
      >
        {names.map((name) => (
          <label class="field" key={name}>
            {fieldLabel(name)}
            <input name={name} dir="auto" />
          </label>
        ))}
        <AddField onAdd={(name) => setNames([...names.filter((each) => each !== name), name])} />
        <button type="submit" class="main-button">
          {words().submit}
        </button>
      </form>
    </SheetFrame>
  )
}

function fieldLabel(name: string): string {
  const labels: Record<string, string> = words().formFields
  return labels[name] ?? name.replaceAll('_', ' ')
}

function send({ wamid }: ChatMessage, filled: FormData): void {
  const choice = selected.value
  const answers = Object.fromEntries([...filled].filter(([name, value]) => name !== '' && value !== ''))
  closeSheet()
  if (choice !== null) void act(choice, { flowReply: { messageId: wamid, answers } })
}

function AddField({ onAdd }: { onAdd: (name: string) => void }) {
  const [name, setName] = useState('')
  return (
    <div class="field-add">
      <input
        aria-label={words().fieldName}
        placeholder={words().fieldName}
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button
        type="button"
        class="text-button"
        disabled={name.trim() === ''}
        onClick={() => {
          onAdd(name.trim().replaceAll(' ', '_'))
          setName('')
        }}
      >
        {words().addField}
      </button>
    </div>
  )
}
