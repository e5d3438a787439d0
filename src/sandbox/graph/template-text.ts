import { type Fields, fields, list } from './checks.ts'
import type { Template } from './meta-model.ts'

const variable = /\{\{\s*([a-z0-9_]+)\s*\}\}/g

/** Names or numbers of the variables of a template text, in order, each once. */
export function variablesOf(text: unknown): string[] {
  return [...new Set([...String(text ?? '').matchAll(variable)].map((match) => match[1] ?? ''))]
}

export function componentOf(components: Fields[], type: string): Fields | undefined {
  return components.find((component) => String(component.type).toUpperCase() === type)
}

export function buttonsOf(template: Template): Fields[] {
  return list(componentOf(template.components, 'BUTTONS')?.buttons)
}

/** What one parameter shows: its text, or the fallback text of a currency or date. */
function shownText(parameter: Fields): string {
  if (typeof parameter.text === 'string') return parameter.text
  const typed = fields(parameter.currency ?? parameter.date_time)
  return String(typed.fallback_value ?? '')
}

export function substitute(text: unknown, parameters: Fields[]): string {
  const positions = variablesOf(text)
  return String(text ?? '').replace(variable, (whole, name: string) => {
    const named = parameters.find(({ parameter_name }) => parameter_name === name)
    const parameter = named ?? parameters[positions.indexOf(name)]
    return parameter === undefined ? whole : shownText(parameter)
  })
}

export type ShownButton = { type: string; title: string; payload?: string; url?: string; phone?: string }

export type ShownTemplate = {
  header: string
  headerType: string | null
  body: string
  footer: string
  buttons: ShownButton[]
}

/** The message as the shopper reads it. */
export function showTemplate(template: Template, sent: Fields): ShownTemplate {
  const components = list(sent.components)
  const header = componentOf(template.components, 'HEADER')
  const parameters = (type: string) => list(componentOf(components, type)?.parameters)
  return {
    header: showHeader(header, parameters('HEADER')),
    headerType: header === undefined ? null : String(header.format).toLowerCase(),
    body: substitute(componentOf(template.components, 'BODY')?.text, parameters('BODY')),
    footer: String(componentOf(template.components, 'FOOTER')?.text ?? ''),
    buttons: buttonsOf(template).map((button, index) => showButton(button, buttonParameter(components, index))),
  }
}

function showHeader(header: Fields | undefined, parameters: Fields[]): string {
  if (header === undefined) return ''
  return header.format === 'TEXT' ? substitute(header.text, parameters) : `[${String(header.format).toLowerCase()}]`
}

/** The parameter sent for the button at this index. */
export function buttonParameter(components: Fields[], index: number): Fields | undefined {
  const component = components.find(
    (each) => String(each.type).toUpperCase() === 'BUTTON' && String(each.index) === String(index),
  )
  return list(component?.parameters)[0]
}

function showButton(button: Fields, parameter: Fields | undefined): ShownButton {
  const type = String(button.type)
  const title = String(button.text ?? fixedTitles[type] ?? type)
  if (type === 'QUICK_REPLY') return { type, title, payload: String(parameter?.payload ?? title) }
  if (type === 'PHONE_NUMBER') return { type, title, phone: String(button.phone_number) }
  if (type !== 'URL') return { type, title }
  return { type, title, url: substitute(button.url, parameter === undefined ? [] : [parameter]) }
}

const fixedTitles: Record<string, string> = {
  CATALOG: 'View catalog',
  MPM: 'View items',
  SPM: 'View',
  COPY_CODE: 'Copy offer code',
}
