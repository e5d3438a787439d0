import { parsePublicId, publicId } from '#shared/ids.ts'

/** Which of our payments a Stripe object belongs to. */
export type References = { storeId: string; orderId: string; attemptId: string }

/** Written on the session and on its payment intent: refunds and disputes only ever lead back to the intent. */
export function metadataOf({ storeId, orderId, attemptId }: References): Record<string, string> {
  return {
    dukkan_store: publicId('store', storeId),
    dukkan_order: publicId('order', orderId),
    dukkan_attempt: publicId('payment', attemptId),
  }
}

type Metadata = Readonly<Record<string, string>> | null | undefined

/** Reads our references back; null for an object that some other integration of the same account made. */
export function referencesIn(metadata: Metadata): References | null {
  const storeId = parsePublicId('store', metadata?.dukkan_store ?? '')
  const orderId = parsePublicId('order', metadata?.dukkan_order ?? '')
  const attemptId = parsePublicId('payment', metadata?.dukkan_attempt ?? '')
  return storeId && orderId && attemptId ? { storeId, orderId, attemptId } : null
}

/** The refund row a Stripe refund was made for; null for one made in Stripe's dashboard. */
export function refundIdIn(metadata: Metadata): string | null {
  return parsePublicId('refund', metadata?.dukkan_refund ?? '')
}
