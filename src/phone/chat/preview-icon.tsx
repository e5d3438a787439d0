import type { ChatMessage } from '#phone/state/types.ts'
import { Icon } from './icons.tsx'
import { previewIcon } from './preview.ts'

export function PreviewIcon({ message }: { message: ChatMessage }) {
  const name = previewIcon(message)
  return name === null ? null : <Icon name={name} size={16} />
}
