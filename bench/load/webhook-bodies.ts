import { createHmac } from 'node:crypto'

/** The number a webhook is for. */
export type Line = { phoneNumberId: string; displayPhoneNumber: string; wabaId: string }

/** One shopper; both ids, as Meta sends them since 2026. */
export type Caller = { waId: string; bsuid: string; name: string }

/** One entry with one change, as Meta builds them; several entries make a batch. */
export function entryOf(line: Line, value: Record<string, unknown>): string {
  const metadata = { display_phone_number: line.displayPhoneNumber.slice(1), phone_number_id: line.phoneNumberId }
  const whole = { messaging_product: 'whatsapp', metadata, ...value }
  return JSON.stringify({ id: line.wabaId, changes: [{ value: whole, field: 'messages' }] })
}

export type Spoken = { id: string; type: string; [content: string]: unknown }

export function messageValue(caller: Caller, spoken: Spoken): Record<string, unknown> {
  const { id, ...content } = spoken
  return {
    contacts: [{ profile: { name: caller.name }, wa_id: caller.waId, user_id: caller.bsuid }],
    messages: [
      {
        from: caller.waId,
        from_user_id: caller.bsuid,
        id,
        timestamp: String(Math.floor(Date.now() / 1000)),
        ...content,
      },
    ],
  }
}

export type Told = { wamid: string; status: 'sent' | 'delivered' | 'read'; opaque: string }

const PRICING = { billable: false, pricing_model: 'PMP', category: 'service', type: 'free_customer_service' }

export function statusValue(caller: Caller, { wamid, status, opaque }: Told): Record<string, unknown> {
  return {
    contacts: [{ wa_id: caller.waId, user_id: caller.bsuid }],
    statuses: [
      {
        id: wamid,
        status,
        timestamp: String(Math.floor(Date.now() / 1000)),
        recipient_id: caller.waId,
        recipient_user_id: caller.bsuid,
        biz_opaque_callback_data: opaque,
        ...(status !== 'read' && { pricing: PRICING }),
      },
    ],
  }
}

/** A whole body, ASCII only: Meta escapes everything else, slashes too. */
export function bodyOf(entries: readonly string[]): string {
  const text = `{"object":"whatsapp_business_account","entry":[${entries.join(',')}]}`
  return text.replace(/[/\u0080-\uffff]/g, (char) =>
    char === '/' ? '\\/' : `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

export function webhookHead(appSecret: string, body: string): string {
  const signature = createHmac('sha256', appSecret).update(body, 'latin1').digest('hex')
  return `POST /webhooks/whatsapp HTTP/1.1\r\nhost: shop.example\r\ncontent-type: application/json\r\nuser-agent: facebookexternalua\r\nx-hub-signature-256: sha256=${signature}\r\n`
}

/** Shaped like Meta's: a prefix and base64 of a number. */
export function wamidOf(direction: 'in' | 'out', n: number): string {
  return `wamid.${Buffer.from(`bench ${direction} ${process.pid} ${String(n).padStart(12, '0')}`).toString('base64')}`
}

/** Shopper number `n`: a Saudi number and a business-scoped id. */
export function callerNumbered(n: number): Caller {
  const digits = String(n).padStart(8, '0')
  return { waId: `9665${digits}`, bsuid: `SA.${String(7_000_000_000_000_000 + n)}`, name: `Shopper ${n}` }
}
