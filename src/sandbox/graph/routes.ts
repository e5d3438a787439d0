import type { FastifyInstance } from 'fastify'
import type { SandboxState } from '#sandbox/state.ts'
import {
  debugToken,
  getCatalog,
  getCommerce,
  getLinkedCatalogs,
  getNumber,
  getProfile,
  getSubscribed,
  getWaba,
  linkCatalog,
  listNumbers,
  messageHistory,
  setCommerce,
  setProfile,
  setSubscribed,
  unlinkCatalog,
} from './account.ts'
import { checkBatch, postBatch } from './catalog-batch.ts'
import { listProducts } from './catalog-products.ts'
import type { GraphCall } from './graph-call.ts'
import { unknownObject } from './graph-error.ts'
import { deleteMedia, describeMedia, mediaBytes, uploadMedia } from './media.ts'
import { postMessage } from './messages.ts'
import { createSet, listSets } from './product-sets.ts'
import { type GraphEndpoint, serveGraph } from './serve.ts'
import {
  createTemplate,
  deleteTemplate,
  deleteTemplates,
  editTemplate,
  getTemplate,
  listTemplates,
} from './templates.ts'

type Run = GraphEndpoint['run']
type Row = [method: 'GET' | 'POST' | 'DELETE', path: string, api: string, run: Run]

/** A bare `/{id}` is whatever object carries that id. */
function byKind(kinds: { phone?: Run; waba?: Run; template?: Run; media?: Run; catalog?: Run }): Run {
  return (state: SandboxState, call: GraphCall) => {
    const { world, meta } = state
    const found =
      (world.byPhone.has(call.id) && kinds.phone) ||
      (world.byWaba.has(call.id) && kinds.waba) ||
      (meta.templates.has(call.id) && kinds.template) ||
      (meta.media.has(call.id) && kinds.media) ||
      (world.byCatalog.has(call.id) && kinds.catalog)
    if (!found) throw unknownObject(call.id)
    return found(state, call)
  }
}

const node = '/:version/:id'

const rows: Row[] = [
  ['POST', `${node}/messages`, 'messages', postMessage],
  ['POST', `${node}/media`, 'media', uploadMedia],
  ['GET', '/media-bytes/:id', 'media', mediaBytes],
  ['POST', `${node}/items_batch`, 'items_batch', postBatch],
  ['GET', `${node}/check_batch_request_status`, 'batch_status', checkBatch],
  ['GET', `${node}/products`, 'products', listProducts],
  ['GET', `${node}/product_sets`, 'product_sets', listSets],
  ['POST', `${node}/product_sets`, 'product_sets', createSet],
  ['GET', `${node}/message_templates`, 'templates', listTemplates],
  ['POST', `${node}/message_templates`, 'templates', createTemplate],
  ['DELETE', `${node}/message_templates`, 'templates', deleteTemplates],
  ['GET', `${node}/whatsapp_commerce_settings`, 'account', getCommerce],
  ['POST', `${node}/whatsapp_commerce_settings`, 'account', setCommerce],
  ['GET', `${node}/whatsapp_business_profile`, 'account', getProfile],
  ['POST', `${node}/whatsapp_business_profile`, 'account', setProfile],
  ['GET', `${node}/subscribed_apps`, 'account', getSubscribed],
  ['POST', `${node}/subscribed_apps`, 'account', setSubscribed(true)],
  ['DELETE', `${node}/subscribed_apps`, 'account', setSubscribed(false)],
  ['GET', `${node}/product_catalogs`, 'account', getLinkedCatalogs],
  ['POST', `${node}/product_catalogs`, 'account', linkCatalog],
  ['DELETE', `${node}/product_catalogs`, 'account', unlinkCatalog],
  ['GET', `${node}/phone_numbers`, 'account', listNumbers],
  ['GET', `${node}/message_history`, 'message_history', messageHistory],
  ['GET', '/:version/debug_token', 'account', debugToken],
  [
    'GET',
    node,
    'objects',
    byKind({ phone: getNumber, waba: getWaba, template: getTemplate, media: describeMedia, catalog: getCatalog }),
  ],
  ['POST', node, 'templates', byKind({ template: editTemplate })],
  ['DELETE', node, 'objects', byKind({ template: deleteTemplate, media: deleteMedia })],
]

export function graphRoutes(app: FastifyInstance, state: SandboxState): void {
  for (const [method, url, api, run] of rows) app.route({ method, url, handler: serveGraph(state, { api, run }) })
}
