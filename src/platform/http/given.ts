type Loose<T> = { [K in keyof T]?: T[K] | undefined }

/** The fields of a change that were sent; one that was left out changes nothing. */
export function given<T extends object>(body: Loose<T>): T {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as T
}
