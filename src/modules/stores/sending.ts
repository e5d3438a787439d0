import type { Statement, Tx } from '#platform/db.ts'

/**
 * Stops the store's sending until someone resumes it; what is queued stays queued. False, and nothing stopped, when
 * the access token was replaced less than ten seconds ago: then the refusal still speaks of the old one.
 */
export async function parkSending(tx: Tx, storeId: string, reason: string): Promise<boolean> {
  return (await tx.run(PARK, [storeId, reason])) > 0
}

/** Lets what waits be sent, and closes the problems that said why it waited; the cause is tried again by itself. */
export async function resumeSending(tx: Tx, storeId: string): Promise<void> {
  await tx.run(RESUME, [storeId])
  await tx.run(CLOSE_PROBLEMS, [storeId])
}

const PARK: Statement = {
  name: 'sending_park',
  text: `update stores set sending_parked_at = coalesce(sending_parked_at, clock_timestamp()), sending_parked_reason = $2
    where id = $1 and not exists (
      select 1 from store_secrets where store_id = $1 and name = 'whatsapp_access_token'
        and updated_at > clock_timestamp() - interval '10 seconds')`,
}
const RESUME: Statement = {
  name: 'sending_resume',
  text: `update stores set sending_parked_at = null, sending_parked_reason = null
    where id = $1 and sending_parked_at is not null`,
}
const CLOSE_PROBLEMS: Statement = {
  name: 'sending_close_problems',
  text: `update store_problems set resolved_at = clock_timestamp()
    where store_id = $1 and code like 'sending-parked-%' and resolved_at is null`,
}
