import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { windowEndsAt } from '#sandbox/graph/windows.ts'
import { asLine } from '#sandbox/journal.ts'
import type { Happening, NewsItem } from '#sandbox/news.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { type ControlCall, ControlError, readControl } from './control-call.ts'
import { viewMessage } from './message-view.ts'
import { viewSession } from './payments.ts'
import { viewClock, viewFaults } from './phone.ts'
import { Served } from './served.ts'
import { viewShopper } from './shoppers.ts'

const StreamQuery = z.strictObject({ after: z.coerce.number().int().min(0).optional() })

/** So many pages may watch at once. */
const mostWatchers = 100
/** A reader so far behind is cut off; it comes back and goes on from the last item it has. */
const mostUnreadBytes = 8 * 1024 * 1024
const heartbeatMs = 15_000

/** `GET /control/stream`: what happens, as Server-Sent Events (https://html.spec.whatwg.org/#server-sent-events). */
export function openStream(state: SandboxState, call: ControlCall): Served {
  const { after } = readControl(StreamQuery, call.query)
  if (state.news.listeners() >= mostWatchers) throw new ControlError(503, `${mostWatchers} pages are watching already`)
  return new Served((request, reply) => watch(state, { reply, after: lastSeen(request) ?? after }))
}

/** What a browser says when it comes back by itself; it counts more than the address it came with at first. */
function lastSeen({ headers }: FastifyRequest): number | undefined {
  const id = Number(headers['last-event-id'] ?? Number.NaN)
  return Number.isSafeInteger(id) ? id : undefined
}

type Watching = { reply: FastifyReply; after: number | undefined }

function watch(state: SandboxState, { reply, after }: Watching): FastifyReply {
  void reply.hijack()
  const { raw } = reply
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  raw.write('retry: 500\n\n')
  const show = (item: NewsItem) => deliver(raw, asEvent(state, item))
  catchUp(state, { raw, show, after })
  const stopListening = state.news.listen(show)
  const heartbeat = setInterval(() => deliver(raw, ':\n\n'), heartbeatMs).unref()
  raw.once('close', () => {
    clearInterval(heartbeat)
    stopListening()
  })
  return reply
}

type Behind = { raw: ServerResponse; show: (item: NewsItem) => void; after: number | undefined }

function catchUp({ news }: SandboxState, { raw, show, after }: Behind): void {
  if (after === undefined) return
  const missed = news.since(after)
  if (missed === undefined) deliver(raw, `id: ${news.last()}\nevent: reset\ndata: {}\n\n`)
  for (const item of missed ?? []) show(item)
}

function deliver(raw: ServerResponse, text: string): void {
  if (raw.writableLength > mostUnreadBytes) raw.destroy()
  else raw.write(text)
}

function asEvent(state: SandboxState, { n, happening }: NewsItem): string {
  return `id: ${n}\nevent: ${happening.kind}\ndata: ${dataOf(state, happening)}\n\n`
}

function dataOf(state: SandboxState, happening: Happening): string {
  switch (happening.kind) {
    case 'journal':
      return `{"entry":${shortLine(happening)}}`
    case 'message':
    case 'update':
      return JSON.stringify(messageNews(state, happening))
    case 'typing':
      return JSON.stringify({ ...placeOf(happening), on: happening.on, untilMs: happening.untilMs })
    case 'shopper':
      return JSON.stringify({ shopper: viewShopper(happening.shopper) })
    case 'payment':
      return JSON.stringify(viewSession(state, happening.found))
    case 'faults':
      return JSON.stringify(viewFaults(state))
    case 'clock':
      return JSON.stringify(viewClock(state))
    case 'reset':
      return '{}'
  }
}

type InChat<Kind> = Extract<Happening, { kind: Kind }>

function placeOf({ chat }: Pick<InChat<'typing'>, 'chat'>) {
  return { phoneNumberId: chat.phoneNumberId, shopperId: chat.shopper.id }
}

function messageNews(state: SandboxState, { chat, message }: InChat<'message' | 'update'>) {
  return {
    ...placeOf({ chat }),
    message: viewMessage(state, chat, message),
    windowEndsAt: windowEndsAt(chat),
  }
}

const longestLine = 64 * 1024

/** A catalog batch may be megabytes long: such a body is left to `GET /control/journal`. */
function shortLine({ entry }: InChat<'journal'>): string {
  const length = (entry.bodyJson?.length ?? 0) + (entry.bodyForm?.length ?? 0) + (entry.replyJson?.length ?? 0)
  if (length <= longestLine) return asLine(entry)
  const { body: _body, bodyJson: _json, replyJson: _reply, ...rest } = entry
  return JSON.stringify({ ...rest, bodyForm: undefined, cut: true })
}
