import { templatedNotices } from '#modules/messaging/notices/registry.ts'
import type { GraphError, GraphOutcome } from '#platform/graph/outcome.ts'
import { type Retry, retryOf } from '#platform/graph/retry.rules.ts'
import type { Aftermath, Change } from './aftermath.ts'
import type { Prepared } from './prepare.ts'
import { troubleOf } from './troubles.ts'

/** How long a status may take to say what a lost answer would have said. */
const CHAT_DOUBT_MS = 60_000
const PAPER_DOUBT_MS = 600_000
/** Server trouble that said so in Graph's own words: probably not done. */
const TROUBLE_DOUBT_MS = 30_000
/** A template that keeps being refused is a template nobody should wait for. */
const MAX_TEMPLATE_TRIES = 5
const UNREACHABLE_PAUSE_MS = 2_000

/** What one call to Meta leads to; decides, writes nothing. */
export function judgeOutcome(prepared: Prepared, outcome: GraphOutcome): Aftermath {
  switch (outcome.kind) {
    case 'ok':
      return accepted(prepared, outcome.body)
    case 'not_sent':
      return {
        ...because(prepared, { state: 'queued', uncounted: true, code: 'not-sent', details: outcome.reason }),
        pauseNumberMs: UNREACHABLE_PAUSE_MS,
      }
    case 'unknown':
      return inDoubt(prepared, outcome.reason)
    case 'unsure':
      return troubled(prepared, outcome.error)
    case 'refused':
      return refused(prepared, outcome.error)
  }
}

function accepted(prepared: Prepared, body: Record<string, unknown>): Aftermath {
  const wamid = wamidIn(body)
  if (wamid === null) return inDoubt(prepared, 'answer-without-id')
  return because(prepared, { state: 'accepted', wamid })
}

function wamidIn({ messages }: Record<string, unknown>): string | null {
  const [first]: unknown[] = Array.isArray(messages) ? messages : []
  const named = typeof first === 'object' && first !== null && 'id' in first ? first.id : null
  return typeof named === 'string' && named !== '' ? named : null
}

function inDoubt(prepared: Prepared, reason: string): Aftermath {
  const doubtMs = prepared.claimed.content.kind === 'notice' ? PAPER_DOUBT_MS : CHAT_DOUBT_MS
  return because(prepared, { state: 'in_doubt', doubtMs, code: 'unknown-outcome', details: reason })
}

/** Each further attempt waits twice as long, for trouble that lasts. */
function troubled(prepared: Prepared, error: GraphError): Aftermath {
  const doubtMs = TROUBLE_DOUBT_MS * 2 ** Math.min(prepared.claimed.attempt - 1, 4)
  return because(prepared, { state: 'in_doubt', doubtMs, ...reasonOf(error) })
}

function refused(prepared: Prepared, error: GraphError): Aftermath {
  const retry = retryOf(error)
  const trouble = troubleOf(error, retry)
  const aftermath = refusedFor(prepared, error, retry)
  return trouble === null ? aftermath : { ...aftermath, trouble }
}

function refusedFor(prepared: Prepared, error: GraphError, retry: Retry): Aftermath {
  const again: Omit<Change, 'id' | 'attempt'> = { state: 'queued', uncounted: true, ...reasonOf(error) }
  switch (retry.kind) {
    case 'later':
      return retry.of === 'pair'
        ? { ...because(prepared, again), pausePair: true }
        : { ...because(prepared, again), pauseNumberMs: retry.afterMs ?? 0 }
    case 'park':
      return { ...because(prepared, again), park: retry.reason }
    case 'unsure':
      return troubled(prepared, error)
    case 'template':
      return withTemplate(prepared, error)
    case 'other_template':
      return withOtherTemplate(prepared, error, retry.status)
    case 'without_catalog':
      return withoutCatalog(prepared, error)
    case 'never':
      return because(prepared, { state: 'failed', ...reasonOf(error) })
  }
}

/** Outside the window a notice goes as its template, once; an answer of the chat has lost its moment. */
function withTemplate(prepared: Prepared, error: GraphError): Aftermath {
  const { content } = prepared.claimed
  if (prepared.as === 'template') return because(prepared, { state: 'failed', ...reasonOf(error) })
  if (content.kind !== 'notice' || !templatedNotices.includes(content.notice)) {
    return because(prepared, { state: 'canceled', ...reasonOf(error) })
  }
  return because(prepared, { state: 'queued', ...reasonOf(error) })
}

function withOtherTemplate(prepared: Prepared, error: GraphError, status: string): Aftermath {
  const { template, claimed } = prepared
  const state = template === null || claimed.attempt >= MAX_TEMPLATE_TRIES ? 'failed' : 'queued'
  const aftermath = because(prepared, { state, ...reasonOf(error) })
  return template === null ? aftermath : { ...aftermath, template: { ...template, status } }
}

function withoutCatalog(prepared: Prepared, error: GraphError): Aftermath {
  const { content } = prepared.claimed
  const fallback = 'fallback' in content ? content.fallback : undefined
  if (fallback === undefined) return because(prepared, { state: 'failed', ...reasonOf(error) })
  return because(prepared, { state: 'queued', ...reasonOf(error), content: fallback })
}

function reasonOf(error: GraphError): Pick<Change, 'code' | 'details' | 'traceId'> {
  const code = error.code === null ? `http-${error.httpStatus}` : String(error.code)
  return { code, details: (error.details || error.message).slice(0, 500), traceId: error.traceId }
}

function because({ claimed, as, body }: Prepared, change: Omit<Change, 'id' | 'attempt'>): Aftermath {
  return { claimed, change: { id: claimed.id, attempt: claimed.attempt, sentAs: as, body, ...change } }
}
