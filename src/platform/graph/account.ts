import { z } from 'zod'
import type { GraphClient } from './client.ts'
import { type GraphResult, typed } from './result.ts'

const CommerceAnswer = z
  .looseObject({
    data: z.array(z.looseObject({ is_cart_enabled: z.boolean(), is_catalog_visible: z.boolean() })),
  })
  .transform(({ data }) => data[0] ?? null)

export type CommerceSettings = z.infer<typeof CommerceAnswer>

/** Whether shoppers see the catalog and the cart of a number; null when Meta keeps no settings for it. */
export function readCommerceSettings(
  graph: GraphClient,
  { phoneNumberId, token }: { phoneNumberId: string; token: string },
): Promise<GraphResult<CommerceSettings>> {
  return typed(
    graph.call({ method: 'GET', path: `/${phoneNumberId}/whatsapp_commerce_settings`, token }),
    CommerceAnswer,
  )
}

const Ids = z
  .looseObject({ data: z.array(z.looseObject({ id: z.string() })) })
  .transform(({ data }) => data.map(({ id }) => id))

/** The catalogs connected to a WhatsApp account: Meta allows one. */
export function listConnectedCatalogs(
  graph: GraphClient,
  { wabaId, token }: { wabaId: string; token: string },
): Promise<GraphResult<string[]>> {
  return typed(graph.call({ method: 'GET', path: `/${wabaId}/product_catalogs`, token }), Ids)
}

const TokenAnswer = z
  .looseObject({
    data: z.looseObject({
      is_valid: z.boolean(),
      app_id: z.string().optional(),
      type: z.string().optional(),
      /** Unix seconds; 0 for a token that does not expire. */
      expires_at: z.int().catch(0),
      scopes: z.array(z.string()).catch([]),
      error: z.looseObject({ message: z.string().catch('') }).optional(),
    }),
  })
  .transform(({ data }) => data)

export type TokenFacts = z.infer<typeof TokenAnswer>

/** What Meta knows of a token, asked with the token itself. https://developers.facebook.com/docs/graph-api/reference/debug_token */
export function inspectToken(graph: GraphClient, token: string): Promise<GraphResult<TokenFacts>> {
  return typed(graph.call({ method: 'GET', path: '/debug_token', token, query: { input_token: token } }), TokenAnswer)
}

const NumberAnswer = z.looseObject({
  id: z.string(),
  display_phone_number: z.string().optional(),
  verified_name: z.string().optional(),
  status: z.string().optional(),
  quality_rating: z.string().optional(),
  name_status: z.string().optional(),
  platform_type: z.string().optional(),
  throughput: z.looseObject({ level: z.string() }).optional(),
  webhook_configuration: z
    .looseObject({
      application: z.string().optional(),
      whatsapp_business_account: z.string().optional(),
      phone_number: z.string().optional(),
    })
    .optional(),
})

export type NumberFacts = z.infer<typeof NumberAnswer>

const NUMBER_FIELDS =
  'id,display_phone_number,verified_name,status,quality_rating,name_status,platform_type,throughput,webhook_configuration'

export function readNumber(
  graph: GraphClient,
  { phoneNumberId, token }: { phoneNumberId: string; token: string },
): Promise<GraphResult<NumberFacts>> {
  return typed(
    graph.call({ method: 'GET', path: `/${phoneNumberId}`, token, query: { fields: NUMBER_FIELDS } }),
    NumberAnswer,
  )
}

/** The ids of the numbers of a WhatsApp account; an account has 20 at most unless Meta raised it. */
export function listNumbers(
  graph: GraphClient,
  { wabaId, token }: { wabaId: string; token: string },
): Promise<GraphResult<string[]>> {
  const query = { fields: 'id', limit: '100' }
  return typed(graph.call({ method: 'GET', path: `/${wabaId}/phone_numbers`, token, query }), Ids)
}

const AppsAnswer = z
  .looseObject({
    data: z.array(
      z.looseObject({
        whatsapp_business_api_data: z.looseObject({ id: z.string(), name: z.string().optional() }),
        override_callback_uri: z.string().optional(),
      }),
    ),
  })
  .transform(({ data }) =>
    data.map(({ whatsapp_business_api_data: { id }, override_callback_uri }) => ({
      appId: id,
      callback: override_callback_uri ?? null,
    })),
  )

export type SubscribedApp = z.infer<typeof AppsAnswer>[number]

/** The apps that get this account's webhooks, each with its address when that differs from the app's own. */
export function listSubscribedApps(
  graph: GraphClient,
  { wabaId, token }: { wabaId: string; token: string },
): Promise<GraphResult<SubscribedApp[]>> {
  return typed(graph.call({ method: 'GET', path: `/${wabaId}/subscribed_apps`, token }), AppsAnswer)
}
