export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
export type Query = Record<string, string | number | undefined>
export type Asked = { query?: Query; body?: unknown; signal?: AbortSignal }

/** One request to the sandbox; the caller names the shape of the answer, which docs/sandbox.md describes. */
export type Call = <T>(method: Method, path: string, asked?: Asked) => Promise<T>
