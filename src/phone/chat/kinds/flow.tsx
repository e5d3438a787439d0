import { Icon } from '#phone/chat/icons.tsx'
import type { Kind, KindProps } from '#phone/chat/kind.types.ts'
import { fields, isFields, text } from '#phone/state/fields.ts'
import { pushSheet } from '#phone/state/sheets.ts'
import type { Fields } from '#phone/state/types.ts'
import { words } from '#phone/text/words.ts'
import { FootButton, InteractiveBody } from './parts.tsx'

function FlowButton({ message }: KindProps) {
  const { flow_cta } = fields(fields(fields(message.body.interactive).action).parameters)
  return (
    <div class="foot-buttons">
      <FootButton icon="form" onTap={() => pushSheet({ kind: 'flow', message })}>
        {text(flow_cta) || words().form}
      </FootButton>
    </div>
  )
}

function FlowAnswer({ message }: KindProps) {
  const { response_json } = fields(fields(message.body.interactive).nfm_reply)
  const answers = Object.entries(readAnswers(text(response_json))).filter(([name]) => name !== 'flow_token')
  return (
    <div class="answer-card">
      <p class="head-line">
        <Icon name="form" size={18} />
        {words().formSent}
      </p>
      <dl>
        {answers.map(([name, value]) => (
          <div key={name}>
            <dt>
              <bdi>{name.replaceAll('_', ' ')}</bdi>
            </dt>
            <dd>
              <bdi>{typeof value === 'string' ? value : JSON.stringify(value)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

function readAnswers(json: string): Fields {
  try {
    const value: unknown = JSON.parse(json)
    return isFields(value) ? value : {}
  } catch {
    return {}
  }
}

export const flowKind: Kind = { Body: InteractiveBody, Foot: FlowButton }
export const flowAnswerKind: Kind = { Body: FlowAnswer }
