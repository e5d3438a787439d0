#!/usr/bin/env node
import { buildCli } from '#app/cli.ts'
import { fail } from '#app/commands/terminal.ts'

try {
  await buildCli().parseAsync()
} catch (error) {
  fail(error)
}
