import { createHmac } from 'node:crypto'

const aboveAscii = /[\u0080-\uffff]/g

/** JSON as Meta signs it: every code unit above U+007F as `\uXXXX`, and `/` as `\/`. */
export function metaJson(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('/', '\\/')
    .replace(aboveAscii, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** `X-Hub-Signature-256` over exactly these bytes. */
export function metaSignature(bytes: Buffer, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(bytes).digest('hex')}`
}

/** `Stripe-Signature` over `<seconds>.<bytes>`. */
export function stripeSignature(bytes: Buffer, secret: string, seconds: number): string {
  const v1 = createHmac('sha256', secret).update(`${seconds}.`).update(bytes).digest('hex')
  return `t=${seconds},v1=${v1}`
}
