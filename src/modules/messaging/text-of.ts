import type { Language } from '#shared/language.ts'
import type { Content } from './content.ts'
import { freeFormOf } from './notices/render.ts'

/** The words of a message, for lists and logs of the owner's; what can be tapped is left out. */
export function textOf(content: Content, language: Language): string {
  const plain =
    content.kind === 'notice' ? freeFormOf(content, { language, publicUrl: '', sign: ({ verb }) => verb }) : content
  return plain.text ?? ''
}
