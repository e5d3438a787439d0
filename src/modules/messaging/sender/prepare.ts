import {
  type BodyVerdict,
  toTemplateBody,
  toWhatsAppBody,
  type WhatsAppBody,
} from '#modules/messaging/channels/whatsapp/body.ts'
import type { PlainContent } from '#modules/messaging/content.ts'
import type { NoticeContent } from '#modules/messaging/notices/facts.ts'
import { templatedNotices } from '#modules/messaging/notices/registry.ts'
import { freeFormOf, type Rendering, templateMessageOf } from '#modules/messaging/notices/render.ts'
import { addressOf } from '#modules/shoppers/index.ts'
import type { Language } from '#shared/language.ts'
import { signAction } from '#shared/signed-action.ts'
import type { Aftermath } from './aftermath.ts'
import type { Claimed } from './claim.ts'
import { templateMissing } from './troubles.ts'
import { judgeSending, languagesFor, windowIsOpen } from './window.rules.ts'

/** A message in the shape in which it leaves. */
export type Prepared = {
  claimed: Claimed
  as: 'free_form' | 'template'
  template: { name: string; language: Language } | null
  body: WhatsAppBody
}

export type Preparing = {
  now: Date
  publicUrl: string
  /** The store's key for button ids; asked for only when a notice has buttons. */
  actionKey: Uint8Array
  /** Languages in which this notice's template is approved. */
  approved: ReadonlySet<Language>
}

/** The same message keeps one id whatever the attempt; the attempt tells a late status from a new one. */
export function opaqueOf({ id, attempt }: Pick<Claimed, 'id' | 'attempt'>): string {
  return `${id}.${attempt}`
}

/** Whether a template could be needed, so that the approved ones must be known first. */
export function needsTemplate({ content, templateOnly, lastInboundAt }: Claimed, now: Date): boolean {
  return content.kind === 'notice' && (templateOnly || !windowIsOpen(lastInboundAt, now))
}

/** Decides at the last moment how the message may leave, and writes it that way; or says why it stays. */
export function prepare(claimed: Claimed, preparing: Preparing): Prepared | Aftermath {
  const { content } = claimed
  const verdict = judgeSending({
    open: windowIsOpen(claimed.lastInboundAt, preparing.now),
    templateOnly: claimed.templateOnly,
    templated: content.kind === 'notice' && templatedNotices.includes(content.notice),
    approved: preparing.approved,
    wanted: languagesFor(claimed.language, claimed),
  })
  if (verdict.send === 'never') return stays(claimed, { state: 'canceled', code: 'window-closed' })
  if (verdict.send === 'later') return heldBack(claimed)
  if (verdict.send === 'free_form') return freeForm(claimed, preparing)
  return asTemplate(claimed, preparing, verdict.language)
}

function freeForm(claimed: Claimed, preparing: Preparing): Prepared | Aftermath {
  const content = plain(claimed, preparing)
  const first = toWhatsAppBody(content, addressing(claimed))
  const verdict = first.ok || !hasFallback(content) ? first : toWhatsAppBody(content.fallback, addressing(claimed))
  return written(claimed, verdict, { as: 'free_form', template: null })
}

function hasFallback(content: PlainContent): content is PlainContent & { fallback: PlainContent } {
  return 'fallback' in content && content.fallback !== undefined
}

function plain(claimed: Claimed, preparing: Preparing): PlainContent {
  const { content } = claimed
  return content.kind === 'notice' ? freeFormOf(content, rendering(claimed, preparing, claimed.language)) : content
}

function asTemplate(claimed: Claimed, preparing: Preparing, language: Language): Prepared | Aftermath {
  const message = templateMessageOf(noticeIn(claimed), rendering(claimed, preparing, language))
  const verdict = toTemplateBody(message, addressing(claimed))
  return written(claimed, verdict, { as: 'template', template: { name: message.name, language } })
}

function noticeIn({ content }: Claimed): NoticeContent {
  if (content.kind !== 'notice') throw new TypeError(`A ${content.kind} has no template.`)
  return content
}

function rendering(
  { storeId, shopperId }: Claimed,
  { publicUrl, actionKey }: Preparing,
  language: Language,
): Rendering {
  // Bound to no cart: what these buttons ask for is about an order.
  const sign: Rendering['sign'] = (action) => signAction(actionKey, { storeId, shopperId, ...action, version: 0 })
  return { language, publicUrl, sign }
}

function addressing(claimed: Claimed) {
  return { recipient: addressOf(claimed), catalogId: claimed.catalogId, opaque: opaqueOf(claimed) }
}

function written(
  claimed: Claimed,
  verdict: BodyVerdict,
  form: Pick<Prepared, 'as' | 'template'>,
): Prepared | Aftermath {
  if (verdict.ok) return { claimed, ...form, body: verdict.body }
  return stays(claimed, { state: 'failed', code: 'unbuildable', details: verdict.reason })
}

/** Looked at again now and then, and at once when the shopper writes or a template is approved. */
const HELD_BACK_MS = 600_000

function heldBack(claimed: Claimed): Aftermath {
  const aftermath = stays(claimed, { state: 'queued', code: 'template-missing', waitMs: HELD_BACK_MS, uncounted: true })
  return { ...aftermath, trouble: templateMissing(noticeIn(claimed).notice) }
}

function stays(claimed: Claimed, change: Omit<Aftermath['change'], 'id' | 'attempt'>): Aftermath {
  return { claimed, change: { id: claimed.id, attempt: claimed.attempt, ...change } }
}
