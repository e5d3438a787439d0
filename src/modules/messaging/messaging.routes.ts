import { pageOf, route, type ZodApp } from '#platform/http.ts'
import { MessagePage, MessageQuery, viewMessage } from './messaging.schemas.ts'
import { readMessages } from './read-messages.ts'

/** What the shop has said to whom, and what became of it. */
export async function messagingRoutes(app: ZodApp): Promise<void> {
  route(app, {
    method: 'GET',
    url: '/v1/messages',
    scope: 'messages:read',
    summary: 'List messages of the shop, newest first',
    tags: ['messages'],
    query: MessageQuery,
    reply: { 200: MessagePage },
    handle: async (ctx, { query, cursors }) => {
      const place = cursors.read('messages', query.cursor)
      const rows = await readMessages(ctx, {
        shopperId: query.shopperId ?? null,
        state: query.state ?? null,
        beforeId: place === null ? null : String(place[0]),
        limit: query.limit + 1,
      })
      return pageOf(rows, query.limit, { view: viewMessage, cursor: ({ id }) => cursors.write('messages', [id]) })
    },
  })
}
