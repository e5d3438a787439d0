import type { TemplateDefinition } from '#platform/graph/templates.ts'
import type { Language } from '#shared/language.ts'
import type { NoticeButton, NoticeDefinition } from './definition.ts'
import type { NoticeFacts, NoticeName } from './facts.ts'
import { notices, templateName } from './registry.ts'

/** Any order will do: what buttons a template has does not depend on it. */
const anyOrder = '00000000-0000-7000-8000-000000000000'
const anyToken = 'Zm9yLXlvdXItcmV2aWV3'

const sampleFacts = {
  orderId: anyOrder,
  orderNumber: 4127,
  itemCount: 3,
  total: 16_400,
  amount: 10_400,
  due: 'nothing',
  currency: 'SAR',
  payment: 'card',
  address: '',
  token: anyToken,
  part: 0,
  carrier: '',
  trackingNumber: '',
  cashAllowed: 1,
  paid: 0,
  reason: 'canceled',
} satisfies Record<string, string | number>

/** The notice as Meta reviews it. */
export function templateDefinitionOf<Name extends NoticeName>(
  notice: Name,
  { language, publicUrl }: { language: Language; publicUrl: string },
): TemplateDefinition {
  const definition: NoticeDefinition<Name> = notices[notice]
  const { body, examples } = definition.wording[language]
  // The sample holds the facts of every notice, so it holds those of this one.
  const buttons = definition.buttons(sampleFacts as NoticeFacts[NoticeName] as NoticeFacts[Name], language)
  return {
    name: templateName(notice),
    language,
    category: 'UTILITY',
    parameter_format: 'NAMED',
    components: [
      {
        type: 'BODY',
        text: body.replace(/\{(\w+)\}/g, '{{$1}}'),
        example: {
          body_text_named_params: Object.entries(examples).map(([param_name, example]) => ({ param_name, example })),
        },
      },
      ...(buttons.length === 0 ? [] : [{ type: 'BUTTONS', buttons: buttons.map((each) => buttonOf(each, publicUrl)) }]),
    ],
  }
}

function buttonOf(button: NoticeButton, publicUrl: string): Record<string, unknown> {
  if (button.kind === 'reply') return { type: 'QUICK_REPLY', text: button.title }
  const url = `${publicUrl}${button.path}`
  return { type: 'URL', text: button.title, url: `${url}{{1}}`, example: [`${url}${button.part}`] }
}
