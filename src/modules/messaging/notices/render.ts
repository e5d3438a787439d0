import type { TemplateButton, TemplateMessage } from '#modules/messaging/channels/whatsapp/template-message.ts'
import type { PlainContent } from '#modules/messaging/content.ts'
import type { Language } from '#shared/language.ts'
import type { NoticeAction, NoticeButton, NoticeDefinition } from './definition.ts'
import type { NoticeFacts, NoticeName } from './facts.ts'
import { notices, templateName } from './registry.ts'

/** What a notice needs beyond its facts when it is worded. */
export type Rendering = {
  language: Language
  /** Where our pages are, without a slash at the end. */
  publicUrl: string
  /** Makes the id of a button that only this shopper can press. */
  sign: (action: NoticeAction) => string
}

export type NoticeOf<Name extends NoticeName> = { notice: Name; facts: NoticeFacts[Name] }

/** The notice as it reads inside the 24-hour window. */
export function freeFormOf<Name extends NoticeName>(
  { notice, facts }: NoticeOf<Name>,
  rendering: Rendering,
): PlainContent {
  const definition: NoticeDefinition<Name> = notices[notice]
  const text = filled(definition.wording[rendering.language].body, definition.phrases(facts, rendering.language))
  const buttons = definition.buttons(facts, rendering.language)
  const [first] = buttons
  if (first === undefined) return { kind: 'text', text }
  if (first.kind === 'page') return { kind: 'link', text, title: first.title, url: pageUrl(first, rendering) }
  return { kind: 'buttons', text, buttons: replies(buttons, rendering) }
}

/** The same notice as the sending of its approved template, in a language that was approved. */
export function templateMessageOf<Name extends NoticeName>(
  { notice, facts }: NoticeOf<Name>,
  rendering: Rendering,
): TemplateMessage {
  const definition: NoticeDefinition<Name> = notices[notice]
  return {
    name: templateName(notice),
    language: rendering.language,
    parameters: definition.phrases(facts, rendering.language),
    buttons: definition
      .buttons(facts, rendering.language)
      .map(
        (button): TemplateButton =>
          button.kind === 'page'
            ? { kind: 'url', suffix: button.part }
            : { kind: 'quick_reply', payload: rendering.sign(button.action) },
      ),
  }
}

function replies(buttons: readonly NoticeButton[], { sign }: Rendering): { id: string; title: string }[] {
  return buttons.flatMap((button) =>
    button.kind === 'reply' ? [{ id: sign(button.action), title: button.title }] : [],
  )
}

function pageUrl({ path, part }: { path: string; part: string }, { publicUrl }: Rendering): string {
  return `${publicUrl}${path}${part}`
}

function filled(body: string, phrases: Readonly<Record<string, string>>): string {
  return body.replace(/\{(\w+)\}/g, (whole, name: string) => phrases[name] ?? whole)
}
