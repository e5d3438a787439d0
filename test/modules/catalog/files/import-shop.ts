import pino from 'pino'
import { catalogRoutes, exportRoutes, importRoutes, importsDrain, mediaRoutes } from '#modules/catalog/index.ts'
import { openApi, type TestStore } from '#test/app/http/open-api.ts'

type Teardown = Parameters<typeof openApi>[0]

const publicUrl = 'https://shop.example'

/** The catalog's API, and a worker of imports that works when it is told to. */
export async function openImports(t: Teardown) {
  const api = await openApi(t, {
    routes: [
      (app) => catalogRoutes(app, { publicUrl }),
      mediaRoutes,
      (app) => importRoutes(app),
      (app) => exportRoutes(app),
    ],
  })
  const { database, environment } = api
  const drain = importsDrain({ publicUrl })
  const tools = { database, environment, log: pino({ level: 'silent' }) }
  /** Works until no import of any store waits. */
  const work = async () => {
    for (const shard of await drain.waiting(tools)) while (await drain.run(shard, tools)) {}
  }
  const send = (store: TestStore, body: string | Buffer, { type = 'text/csv', query = '', headers = {} } = {}) =>
    api.app.inject({
      method: 'POST',
      url: `/v1/imports${query}`,
      payload: body,
      headers: { authorization: `Bearer ${store.key}`, 'content-type': type, ...headers },
    })
  const read = async (store: TestStore, id: string) => (await api.ask(`GET /v1/imports/${id}`, store.key)).json()
  /** Sends a file, lets it be worked through, and answers with what became of it. */
  const importFile = async (store: TestStore, body: string | Buffer, how: { type?: string; query?: string } = {}) => {
    const sent = await send(store, body, how)
    if (sent.statusCode !== 202) throw new Error(sent.body)
    await work()
    const { id } = sent.json()
    const errors = (await api.ask(`GET /v1/imports/${id}/errors`, store.key)).json().data
    return { ...(await read(store, id)), list: errors }
  }
  const products = async (store: TestStore) => {
    const listed = (await api.ask('GET /v1/products?limit=100', store.key)).json().data
    return listed.toSorted((a: { handle: string }, b: { handle: string }) => a.handle.localeCompare(b.handle))
  }
  return { ...api, drain, tools, work, send, read, importFile, products }
}

/** A CSV of these lines. */
export const csv = (...lines: string[]) => `${lines.join('\n')}\n`
