import type { ChatMessage } from '#phone/state/types.ts'
import { words } from '#phone/text/words.ts'

/** The marks of one's own message: delivered once it is with Meta, blue when the shop has read it. */
export function Ticks({ message }: { message: ChatMessage }) {
  const read = message.readByShop
  return (
    <span
      class={read ? 'ticks ticks-read' : 'ticks'}
      role="img"
      aria-label={words().status[read ? 'read' : 'delivered']}
    >
      <svg
        width="18"
        height="12"
        viewBox="0 0 18 12"
        fill="none"
        stroke="currentColor"
        stroke-width="1.7"
        aria-hidden="true"
      >
        <path d="M1 6.500l3.500 4L11 2M7.500 9.500l1 1L15.500 2" stroke-linecap="round" stroke-linejoin="round" />
      </svg>
    </span>
  )
}
