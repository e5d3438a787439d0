import type { ApiPrincipal, Policy, RoutePolicy } from './http/policies.ts'
import type { HttpTools } from './http/route-types.ts'

export {
  amountField,
  CurrencyField,
  IdView,
  idField,
  LanguageField,
  LocalizedView,
  localizedField,
  MoneyField,
  MoneyView,
  TimeField,
  TimeView,
  textField,
} from './http/fields.ts'
export { given } from './http/given.ts'
export { type Cursors, type Page, pageOf, pageQuery, pageView } from './http/paging.ts'
export type { ApiPrincipal, Policy, RoutePolicy } from './http/policies.ts'
export { PROBLEM_TYPE, type Problem, ProblemView, statusOfKind } from './http/problems.ts'
export { problemResponses, route } from './http/route.ts'
export type { HttpTools, RouteInput, RouteSpec, ZodApp } from './http/route-types.ts'
export { isScope, type Scope, scopes } from './http/scopes.ts'
export { passStreams, type StreamInput } from './http/stream.ts'
export type { Upload, UploadRules } from './http/upload.ts'
export { type Marked, WrittenJson, writtenPage } from './http/written-json.ts'
export { WrittenRows } from './http/written-rows.ts'

/** The whole of what we hang on fastify. */
declare module 'fastify' {
  interface FastifyInstance {
    tools: HttpTools
    /** Every route there is and who may call it; a route without a policy does not start. */
    routePolicies: RoutePolicy[]
  }
  interface FastifyRequest {
    /** Whose API key came with the request. */
    principal: ApiPrincipal | null
    /** SHA-256 of the JSON body as it was sent. */
    bodyDigest: Uint8Array | null
  }
  interface FastifyContextConfig {
    policy?: Policy
    /** The form field of a route that takes a file. */
    uploadField?: string
    /** The route answers in time by itself. */
    keepsTime?: boolean
    /** The body is a file that is read as it comes. */
    streamsBody?: boolean
  }
}
