import { markRead } from '#modules/messaging/channels/whatsapp/api.ts'
import type { Statement } from '#platform/db.ts'
import type { GraphClient } from '#platform/graph/client.ts'
import type { WorkTools } from '#platform/work.ts'
import type { Sendable } from './prepare-batch.ts'

/**
 * Marks as read what these messages answer. It is a courtesy: asked for once, beside the answer, and nobody waits for
 * it or minds when it fails.
 */
export async function markAnswered(graph: GraphClient, answers: readonly Sendable[], tools: WorkTools): Promise<void> {
  const byEvent = new Map(answers.map((answer) => [Number(answer.claimed.causeId), answer]))
  const events = await tools.database.system<{ id: number; wamid: string | null }>(READ_WAMIDS, [[...byEvent.keys()]])
  await Promise.all(
    events.map(async ({ id, wamid }) => {
      const answer = byEvent.get(id)
      if (answer === undefined || wamid === null) return
      await markRead(graph, { phoneNumberId: answer.claimed.phoneNumberId, token: answer.token }, wamid)
    }),
  )
}

/** Answers of the chat carry the number of the event they answer. */
export function answersSomething({ claimed }: Sendable): boolean {
  return claimed.causeKind === 'inbox' && claimed.attempt === 1 && /^[0-9]{1,15}$/.test(claimed.causeId)
}

const READ_WAMIDS: Statement = {
  name: 'inbox_wamids',
  text: `select id, body -> 'message' ->> 'id' as wamid from inbox where id = any ($1::bigint[]) and kind = 'message'`,
}
