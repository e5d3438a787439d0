import { signal } from '@preact/signals'
import type { ChatMessage } from '#phone/state/types.ts'

/** What the next message is about: an answer that quotes, or an edit of one's own. */
export const composing = signal<{ mode: 'reply' | 'edit'; message: ChatMessage } | null>(null)
/** Words that a link to the chat brought along: they wait in the field until they are sent. */
export const suggested = signal('')
