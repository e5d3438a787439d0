import type { SandboxState } from '#sandbox/state.ts'
import type { WorldNumber } from '#sandbox/world.ts'
import { componentKind } from './check-template.ts'
import { type Fields, fields, lengthOf, list } from './checks.ts'
import { GraphError } from './graph-error.ts'
import { wabaState } from './lookup.ts'
import type { Template } from './meta-model.ts'
import { productIdsOf, requireProducts } from './sellable.ts'
import { buttonParameter, buttonsOf, componentOf, substitute, variablesOf } from './template-text.ts'

const templateKey = (name: unknown, language: unknown) => `${String(name)}|${String(language)}`

export function storeTemplate(state: SandboxState, template: Template): void {
  const waba = wabaState(state, template.wabaId)
  waba.templates.set(template.id, template)
  waba.byName.set(templateKey(template.name, template.language), template)
  state.meta.templates.set(template.id, template)
}

export function forgetTemplate(state: SandboxState, template: Template): void {
  const waba = wabaState(state, template.wabaId)
  waba.templates.delete(template.id)
  waba.byName.delete(templateKey(template.name, template.language))
  state.meta.templates.delete(template.id)
}

export function findTemplate(state: SandboxState, wabaId: string, name: { name: unknown; language: unknown }) {
  return wabaState(state, wabaId).byName.get(templateKey(name.name, name.language))
}

/** The approved template these parameters fit exactly; anything else is refused as Meta refuses it. */
export function fitTemplate(state: SandboxState, number: WorldNumber, sent: Fields): Template {
  const language = fields(sent.language).code
  const template = findTemplate(state, number.wabaId, { name: sent.name, language })
  if (template === undefined) throw notInTranslation(sent.name, language)
  requireUsable(template)
  const components = list(sent.components)
  fitHeader(template, components)
  fitBody(template, components)
  fitButtons(template, components)
  fitProducts(state, number, components)
  return template
}

function notInTranslation(name: unknown, language: unknown): GraphError {
  return new GraphError(132001, `template name (${String(name)}) does not exist in ${String(language)}`)
}

function requireUsable(template: Template): void {
  if (template.status === 'APPROVED') return
  if (template.status === 'PAUSED') throw new GraphError(132015, 'The template is paused because of low quality')
  if (template.status === 'DISABLED') throw new GraphError(132016, 'The template was paused too often and is disabled')
  throw notInTranslation(template.name, template.language)
}

function partsOf(components: Fields[], kind: string): Fields[] {
  return list(components.find((each) => componentKind(each) === kind)?.parameters)
}

function requireCount(part: string, sent: Fields[], expected: string[]): void {
  if (sent.length === expected.length) return
  throw new GraphError(
    132000,
    `${part}: number of localizable_params (${sent.length}) does not match the expected number of params (${expected.length})`,
  )
}

function requireNames(template: Template, sent: Fields[], expected: string[]): void {
  const named = template.parameterFormat === 'NAMED'
  for (const { parameter_name } of sent) {
    if (named === (parameter_name === undefined)) {
      throw new GraphError(132012, named ? 'Parameter name is missing or empty' : 'Parameter name is not expected')
    }
    if (named && !expected.includes(String(parameter_name))) {
      throw new GraphError(132012, `Parameter ${String(parameter_name)} is not in the template`)
    }
  }
}

function fitBody(template: Template, components: Fields[]): void {
  const text = componentOf(template.components, 'BODY')?.text
  const sent = partsOf(components, 'body')
  const expected = variablesOf(text)
  requireCount('body', sent, expected)
  requireNames(template, sent, expected)
  if (lengthOf(substitute(text, sent)) > 1024) throw new GraphError(132005, 'body: text is longer than 1024 characters')
}

function fitHeader(template: Template, components: Fields[]): void {
  const header = componentOf(template.components, 'HEADER')
  const sent = partsOf(components, 'header')
  const format = header === undefined ? 'TEXT' : String(header.format)
  if (format === 'TEXT') {
    requireCount('header', sent, variablesOf(header?.text))
    if (lengthOf(substitute(header?.text, sent)) > 60) throw new GraphError(132005, 'header: text is longer than 60')
    return
  }
  const received = String(sent[0]?.type ?? 'UNKNOWN').toUpperCase()
  if (received !== format) {
    throw new GraphError(132012, `header: Format mismatch, expected ${format}, received ${received}`)
  }
}

const needsParameter = (button: Fields) =>
  button.type === 'COPY_CODE' || button.type === 'MPM' || (button.type === 'URL' && variablesOf(button.url).length > 0)

function fitButtons(template: Template, components: Fields[]): void {
  const buttons = buttonsOf(template)
  for (const [index, button] of buttons.entries()) {
    if (needsParameter(button) && buttonParameter(components, index) === undefined) {
      throw new GraphError(
        131008,
        `buttons: Button at index ${index} of type ${String(button.type)} requires a parameter`,
      )
    }
  }
  for (const sent of components.filter((each) => componentKind(each) === 'button')) fitSentButton(buttons, sent)
}

function fitSentButton(buttons: Fields[], sent: Fields): void {
  const button = buttons[Number(sent.index)]
  const kind = String(sent.sub_type).toUpperCase()
  if (button?.type !== kind) {
    throw new GraphError(132012, `buttons: there is no ${kind} button at index ${String(sent.index)}`)
  }
  if (kind === 'URL' && variablesOf(button.url).length === 0) {
    throw new GraphError(132000, `buttons: the URL at index ${String(sent.index)} takes no parameter`)
  }
}

function fitProducts(state: SandboxState, number: WorldNumber, components: Fields[]): void {
  for (const component of components) {
    const action = fields(list(component.parameters)[0]?.action)
    const product = fields(list(component.parameters)[0]?.product)
    const thumbnail = action.thumbnail_product_retailer_id
    if (thumbnail !== undefined) requireProducts(state, number, { retailerIds: [String(thumbnail)] })
    if (action.sections !== undefined) requireProducts(state, number, { retailerIds: productIdsOf(action.sections) })
    if (product.product_retailer_id !== undefined) {
      requireProducts(state, number, { retailerIds: [String(product.product_retailer_id)] })
    }
  }
}
