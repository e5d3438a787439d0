import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import t from 'tap'
import { checkMessage } from '#sandbox/graph/check-message.ts'
import { GraphError } from '#sandbox/graph/graph-error.ts'

type Fixture = { name: string; rule?: string; body: unknown }

const file = resolve(import.meta.dirname, '../../../shared/conformance/message.fixtures.json')

t.test('the sandbox takes what Meta documents and refuses what it forbids', async (t) => {
  if (!existsSync(file)) return t.pass('no fixtures beside the project')
  const fixtures: { valid: Fixture[]; invalid: Fixture[] } = JSON.parse(readFileSync(file, 'utf8'))
  for (const { name, body } of fixtures.valid) t.doesNotThrow(() => checkMessage(body), `takes ${name}`)
  for (const { name, rule, body } of fixtures.invalid) {
    t.throws(() => checkMessage(body), GraphError, `refuses ${name}: ${rule}`)
  }
})
