import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FaultRule } from '#sandbox/faults.ts'
import type { SandboxState } from '#sandbox/state.ts'
import { type Answer, answerWith, type Exchange, parseText, survivesArrival } from '#sandbox/transport.ts'
import { grantedBy, requireProof } from './access.ts'
import type { Fields } from './checks.ts'
import { GraphBytes, type GraphCall, type UploadedFile } from './graph-call.ts'
import { errorEnvelope, GraphError } from './graph-error.ts'

/** A Graph endpoint: which fault rules concern it, and what it does. */
export type GraphEndpoint = {
  api: string
  run: (state: SandboxState, call: GraphCall) => unknown
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>

/** Wraps an endpoint in authentication, faults, Meta's error envelope and the journal. */
export function serveGraph(state: SandboxState, endpoint: GraphEndpoint): Handler {
  return async (request, reply) => {
    const exchange: Exchange = { kind: 'graph', request, reply, seen: {}, fault: undefined }
    try {
      requireVersion(request)
      const { body, file } = await readBody(exchange)
      const { authorization } = request.headers
      const granted = grantedBy(state, authorization)
      const call = callOf(request)
      requireProof(state, authorization, call.query.appsecret_proof)
      exchange.fault = state.faults.draw(`graph.${endpoint.api}`, request.url)
      if (!(await survivesArrival(state, exchange))) return reply
      throwOrdered(exchange.fault)
      const took = () => Object.assign(exchange.seen, { taken: state.journal.take() })
      const result = await endpoint.run(state, { ...call, body, file, granted, fault: exchange.fault, took })
      return await answerWith(state, exchange, exchange.fault?.fault === 'accept_then_500' ? broken : success(result))
    } catch (error) {
      return answerWith(state, exchange, refusal(state, exchange, error))
    }
  }
}

const oldestVersion = 21

/** Graph versions live about two years; v20.0 ended on 2026-09-24. */
function requireVersion(request: FastifyRequest): void {
  const { version } = request.params as { version?: string }
  const major = Number(/^v(\d+)\.\d+$/.exec(version ?? 'v99.0')?.[1] ?? 0)
  if (major < oldestVersion)
    throw new GraphError(2635, `Version ${version} has ended; the oldest is v${oldestVersion}.0`)
}

function callOf(request: FastifyRequest) {
  const { id } = request.params as { id: string }
  const query = request.query as Record<string, string>
  const { range } = request.headers
  return { id, query, range }
}

type Body = { body: unknown; file: UploadedFile | undefined }

async function readBody(exchange: Exchange): Promise<Body> {
  if (exchange.request.isMultipart()) return readParts(exchange)
  const read = parseText(exchange.request)
  if (read === undefined) throw new GraphError(100, 'The request body is not valid JSON')
  exchange.seen = read.json === undefined ? { body: read.value } : { bodyJson: read.json }
  return { body: read.value, file: undefined }
}

async function readParts(exchange: Exchange): Promise<Body> {
  const body: Fields = {}
  let file: UploadedFile | undefined
  for await (const part of exchange.request.parts()) {
    if (part.type === 'field') body[part.fieldname] = part.value
    else file = { bytes: await part.toBuffer(), mimeType: part.mimetype, filename: part.filename }
  }
  exchange.seen = { body: { ...body, ...(file && { file: `${file.bytes.length} bytes of ${file.mimeType}` }) } }
  return { body, file }
}

/** Errors that were ordered for this call instead of looking at it. */
function throwOrdered(fault: FaultRule | undefined): void {
  if (fault === undefined) return
  const ordered = orderedErrors[fault.fault]
  if (ordered !== undefined) throw ordered(fault)
}

const details = (fault: FaultRule) => fault.details ?? 'ordered by the sandbox'

const orderedErrors: Record<string, (fault: FaultRule) => GraphError> = {
  http_429: (fault) => new GraphError(4, details(fault), { status: 429 }),
  http_500: (fault) => new GraphError(2, details(fault), { status: 500 }),
  auth_190: (fault) => new GraphError(190, details(fault)),
  code: (fault) => new GraphError(Number(fault.code ?? 100), details(fault)),
  130429: (fault) => new GraphError(130429, details(fault)),
  131056: (fault) => new GraphError(131056, details(fault)),
}

const json = {
  'content-type': 'application/json; charset=UTF-8',
  'x-app-usage': '{"call_count":1,"total_cputime":1,"total_time":1}',
}

const broken: Answer = {
  status: 500,
  headers: json,
  payload: '{"error":{"message":"(#2) API Service","type":"OAuthException","code":2,"is_transient":true}}',
}

function success(result: unknown): Answer {
  if (result instanceof GraphBytes) return { status: result.status, headers: result.headers, payload: result.bytes }
  return { status: 200, headers: json, payload: JSON.stringify(result) }
}

function refusal(state: SandboxState, exchange: Exchange, error: unknown): Answer {
  if (!(error instanceof GraphError)) throw error
  const payload = JSON.stringify(errorEnvelope(error, `A${state.random.alphanumeric(20)}`))
  return { status: error.status, headers: { ...json, ...throttleHeaders(exchange, error) }, payload }
}

const throttles: Record<number, string> = {
  4: 'whatsapp',
  80007: 'whatsapp',
  80009: 'catalog_management',
  80014: 'catalog_batch',
}

/** Throttled calls say in minutes when they may come back, and in seconds when the fault named a delay. */
function throttleHeaders({ request, fault }: Exchange, error: GraphError): Record<string, string> {
  const type = throttles[error.code]
  if (type === undefined) return {}
  const { id } = request.params as { id: string }
  const usage = {
    [id]: [{ type, call_count: 100, total_cputime: 1, total_time: 1, estimated_time_to_regain_access: 1 }],
  }
  const retry = fault?.delayMs === undefined ? {} : { 'retry-after': String(Math.ceil(fault.delayMs / 1000)) }
  return { 'x-business-use-case-usage': JSON.stringify(usage), ...retry }
}
