import { execFileSync } from 'node:child_process'
import t from 'tap'
import { curlOf } from '#phone/desk/curl.ts'

/** What a shell would hand to curl, one argument a line. */
function argumentsOf(command: string, env: Record<string, string> = {}): string[] {
  const script = `curl() { for each in "$@"; do printf '%s\\0' "$each"; done; }\n${command}`
  return execFileSync('/bin/sh', ['-c', script], { env, encoding: 'utf8' }).split('\0').slice(0, -1)
}

t.test('the shell hands curl exactly what was on the wire', async (t) => {
  const body = `{"text":"it's $5 \\"now\\" \`date\`","ar":"\\u0633"}`
  const command = curlOf({
    method: 'POST',
    url: 'http://127.0.0.1:3000/webhooks/whatsapp?a=1&b=2',
    headers: { 'x-hub-signature-256': 'sha256=ab', 'content-type': 'application/json' },
    body,
  })
  t.same(argumentsOf(command), [
    '-X',
    'POST',
    'http://127.0.0.1:3000/webhooks/whatsapp?a=1&b=2',
    '-H',
    'x-hub-signature-256: sha256=ab',
    '-H',
    'content-type: application/json',
    '--data-raw',
    body,
  ])
})

t.test('a token is the shell’s to fill in', async (t) => {
  const headers = { authorization: 'Bearer $WHATSAPP_ACCESS_TOKEN' }
  const command = curlOf({ method: 'GET', url: 'http://127.0.0.1:4010/v23.0/1', headers, body: null })
  t.same(argumentsOf(command, { WHATSAPP_ACCESS_TOKEN: 'EAA "x"' }).slice(3), ['-H', 'authorization: Bearer EAA "x"'])
})
