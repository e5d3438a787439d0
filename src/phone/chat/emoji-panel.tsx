import { words } from '#phone/text/words.ts'

const signs = [
  '😀',
  '😂',
  '😊',
  '😍',
  '🤔',
  '😢',
  '🙏',
  '👍',
  '👎',
  '👋',
  '💪',
  '❤️',
  '🌹',
  '🎉',
  '🔥',
  '☕',
  '🌴',
  '🎁',
  '🚚',
  '✅',
]

/** Some signs to put into the text. */
export function EmojiPanel({ onPick, onClose }: { onPick: (sign: string) => void; onClose: () => void }) {
  return (
    <fieldset
      class="emoji-panel"
      aria-label={words().emoji}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.preventDefault()
        onClose()
      }}
    >
      {signs.map((sign) => (
        <button key={sign} type="button" onClick={() => onPick(sign)}>
          {sign}
        </button>
      ))}
    </fieldset>
  )
}
