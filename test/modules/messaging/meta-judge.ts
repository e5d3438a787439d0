import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { checkMessage } from '#sandbox/graph/check-message.ts'

const folder = resolve(import.meta.dirname, '../../../../shared/conformance')
const schemaFile = resolve(folder, 'message.strict.schema.json')

type Judge = (body: unknown) => string[]

/** What Meta would object to in a body, by the sandbox's rules and, where they lie beside the project, by the strict schema and its cross-field rules. */
export async function openJudge(): Promise<Judge> {
  const strict = existsSync(schemaFile) ? await strictJudge() : () => []
  return (body) => {
    const wire: unknown = JSON.parse(JSON.stringify(body))
    return [...objectionsOfSandbox(wire), ...strict(wire)]
  }
}

async function strictJudge(): Promise<Judge> {
  const validate = new Ajv2020({ strict: false, allowUnionTypes: true, allErrors: true }).compile(
    JSON.parse(readFileSync(schemaFile, 'utf8')),
  )
  const { semanticIssues } = (await import(pathToFileURL(resolve(folder, 'check.mjs')).href)) as {
    semanticIssues: Judge
  }
  return (body) => {
    const valid = validate(body)
    const broken = valid ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`)
    return [...broken, ...semanticIssues(body)]
  }
}

function objectionsOfSandbox(body: unknown): string[] {
  try {
    checkMessage(body)
    return []
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)]
  }
}
