import { type Fields, fields, isObject, lengthOf, list } from './checks.ts'
import { GraphError } from './graph-error.ts'
import { componentOf, variablesOf } from './template-text.ts'

const refuse = (details: string, subcode?: number) =>
  new GraphError(100, details, subcode === undefined ? {} : { subcode })

const categories = ['MARKETING', 'UTILITY', 'AUTHENTICATION']
const mediaFormats = ['IMAGE', 'VIDEO', 'DOCUMENT']

/** The rules of template creation; throws what Meta would answer, subcodes included. */
export function checkTemplate(body: Fields): void {
  if (!/^[a-z0-9_]{1,512}$/.test(String(body.name)))
    throw refuse('name: only lower case letters, digits and underscores')
  if (!/^[a-z]{2,3}(_[A-Z]{2})?$/.test(String(body.language))) throw refuse('language: unknown code')
  if (!categories.includes(String(body.category))) throw refuse(`category: one of ${categories.join(', ')}`)
  checkComponents(body)
}

/** The same rules for an edit, which brings components only. */
export function checkComponents(body: Fields): void {
  const components = list(body.components)
  const kinds = components.map(({ type }) => String(type).toUpperCase())
  if (new Set(kinds).size !== kinds.length) throw refuse('components: each type at most once')
  const named = body.parameter_format === 'NAMED'
  checkHeader(componentOf(components, 'HEADER'))
  checkBody(componentOf(components, 'BODY'), named, body.category === 'AUTHENTICATION')
  checkFooter(componentOf(components, 'FOOTER'))
  checkButtons(list(componentOf(components, 'BUTTONS')?.buttons))
}

function checkHeader(header: Fields | undefined): void {
  if (header === undefined) return
  if (header.format === 'TEXT') checkTextHeader(header)
  else checkOtherHeader(header)
}

function checkOtherHeader(header: Fields): void {
  const format = String(header.format)
  if (!['LOCATION', 'PRODUCT', ...mediaFormats].includes(format))
    throw refuse(`header: unknown format ${format}`, 2388047)
  const handles = fields(header.example).header_handle
  if (mediaFormats.includes(format) && !(Array.isArray(handles) && handles.length > 0)) {
    throw refuse('header: a media header needs example.header_handle', 2388273)
  }
}

function checkTextHeader(header: Fields): void {
  const { text, example } = header
  if (typeof text !== 'string' || text === '' || lengthOf(text) > 60)
    throw refuse('header: 1 to 60 characters', 2388047)
  const variables = variablesOf(text)
  if (variables.length > 1) throw refuse('header: at most one variable', 2388047)
  const given = fields(example).header_text ?? fields(example).header_text_named_params
  if (variables.length > 0 && !Array.isArray(given)) throw refuse('header: variables need an example', 2388047)
}

function checkBody(body: Fields | undefined, named: boolean, fixed: boolean): void {
  if (body === undefined) throw refuse('components: a BODY is required')
  if (fixed) return
  const { text, example } = body
  if (typeof text !== 'string' || text === '') throw refuse('body: text is required', 2388072)
  if (lengthOf(text) > 1024) throw refuse('body: at most 1024 characters', 2388072)
  const variables = variablesOf(text)
  if (variables.length === 0) return
  checkVariables(text, variables, named)
  checkExamples(fields(example), variables, named)
}

function checkVariables(text: string, variables: string[], named: boolean): void {
  const consecutive = variables.every((name, index) => name === String(index + 1))
  if (!named && !consecutive) throw refuse('body: variables must be {{1}}, {{2}} … in order', 2388072)
  if (named && variables.some((name) => !/^[a-z_][a-z0-9_]*$/.test(name))) {
    throw refuse('body: named variables are lower case letters, digits and underscores', 2388072)
  }
  const trimmed = text.trim()
  if (trimmed.startsWith('{{') || trimmed.endsWith('}}')) throw refuse('body: no variable first or last', 2388299)
  if (/\}\}\s*\{\{/.test(text)) throw refuse('body: no adjacent variables', 2388299)
  const words = text
    .replace(/\{\{[^}]*\}\}/g, ' ')
    .split(/\s+/)
    .filter(Boolean).length
  if (words < variables.length * 2 + 1) throw refuse('body: too many variables for its length', 2388293)
}

function checkExamples(example: Fields, variables: string[], named: boolean): void {
  if (named) {
    const given = list(example.body_text_named_params).map(({ param_name }) => param_name)
    if (variables.some((name) => !given.includes(name))) throw refuse('body: every variable needs an example', 2388043)
    return
  }
  const [row] = Array.isArray(example.body_text) ? example.body_text : []
  const given = Array.isArray(row) ? row : example.body_text
  if (!Array.isArray(given) || given.length !== variables.length) {
    throw refuse('body: every variable needs an example', 2388043)
  }
}

function checkFooter(footer: Fields | undefined): void {
  if (footer === undefined) return
  const { text } = footer
  if (text === undefined) return
  if (typeof text !== 'string' || text === '' || lengthOf(text) > 60)
    throw refuse('footer: 1 to 60 characters', 2388073)
  if (variablesOf(text).length > 0) throw refuse('footer: no variables', 2388073)
}

const most: Record<string, number> = {
  QUICK_REPLY: 10,
  URL: 2,
  PHONE_NUMBER: 1,
  COPY_CODE: 1,
  CATALOG: 1,
  MPM: 1,
  SPM: 1,
}

function checkButtons(buttons: Fields[]): void {
  if (buttons.length > 10) throw refuse('buttons: at most 10')
  for (const [type, max] of Object.entries(most)) {
    if (buttons.filter((button) => button.type === type).length > max)
      throw refuse(`buttons: at most ${max} of ${type}`)
  }
  const quick = buttons.map(({ type }) => type === 'QUICK_REPLY')
  const changes = quick.filter((is, index) => index > 0 && is !== quick[index - 1]).length
  if (changes > 1) throw refuse('buttons: quick replies must stand together')
  for (const button of buttons) checkButton(button)
}

function checkButton(button: Fields): void {
  const { type, text, url, example } = button
  const labelled = ['QUICK_REPLY', 'URL', 'PHONE_NUMBER', 'FLOW'].includes(String(type))
  if (labelled && (typeof text !== 'string' || text === '' || lengthOf(text) > 25)) {
    throw refuse('buttons: text of 1 to 25 characters')
  }
  if (type === 'URL') checkUrl(url, example)
  if (type === 'PHONE_NUMBER' && !/^\+?\d{5,20}$/.test(String(button.phone_number)))
    throw refuse('buttons: phone_number')
}

function checkUrl(url: unknown, example: unknown): void {
  if (typeof url !== 'string' || !/^https?:\/\/\S+$/.test(url) || url.length > 2000) throw refuse('buttons: url')
  const variables = variablesOf(url)
  if (variables.length === 0) return
  if (variables.length > 1 || !url.endsWith('}}')) throw refuse('buttons: one variable, at the end of the url')
  if (!Array.isArray(example) || example.length === 0) throw refuse('buttons: a url variable needs an example')
}

/** Components as Meta stores them: types and formats in capitals. */
export function storedComponents(components: unknown): Fields[] {
  return list(components).map((component) => {
    const stored: Fields = { ...component, type: String(component.type).toUpperCase() }
    if (isObject(component) && component.format !== undefined) stored.format = String(component.format).toUpperCase()
    return stored
  })
}
