import type { Listener } from '#platform/relay.ts'
import { refundCanceled } from './refunds/refund-canceled.ts'
import { closeDoubts } from './settling/close-doubts.ts'

/** What payments do when an order moves. */
export const paymentListeners: readonly Listener[] = [refundCanceled, closeDoubts]
