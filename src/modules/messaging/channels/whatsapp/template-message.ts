import { codePoints, templateParameter } from '#shared/text.ts'
import { identifiers, limits, Unbuildable } from './parts.ts'

export type TemplateButton =
  /** What follows the fixed part of the template's URL. */
  { kind: 'url'; suffix: string } | { kind: 'quick_reply'; payload: string }

/** One sending of an approved template: its variables by name, its buttons in the order of the template. */
export type TemplateMessage = {
  name: string
  /** Exactly the approved code; Meta knows no fallback from `ar_EG` to `ar`. */
  language: string
  parameters: Readonly<Record<string, string>>
  buttons: readonly TemplateButton[]
}

/** The whole body after substitution has 1,024; what the fixed words leave is shared out by the caller. */
const PARAMETER_MAX = 300

export function templateOf({ name, language, parameters, buttons }: TemplateMessage): Record<string, unknown> {
  const body = Object.entries(parameters).map(([parameter, text]) => ({
    type: 'text',
    parameter_name: parameter,
    text: templateParameter(text, PARAMETER_MAX),
  }))
  return {
    name,
    language: { code: language, policy: 'deterministic' },
    components: [...(body.length > 0 ? [{ type: 'body', parameters: body }] : []), ...buttons.map(buttonOf)],
  }
}

function buttonOf(button: TemplateButton, index: number): Record<string, unknown> {
  const place = { type: 'button', sub_type: button.kind, index: String(index) }
  if (button.kind === 'quick_reply') {
    identifiers([button.payload], limits.replyId)
    return { ...place, parameters: [{ type: 'payload', payload: button.payload }] }
  }
  const { suffix } = button
  if (!/^[\w.~%/?=&-]+$/.test(suffix) || codePoints(suffix) > limits.url) throw new Unbuildable('bad-parameter')
  return { ...place, parameters: [{ type: 'text', text: suffix }] }
}
