import type { Database, Statement } from '#platform/db.ts'

const FRESH_MS = 5_000

type Found = { storeIds: string[]; at: number }

/** Says whose a phone number or a business account is; remembered for a few seconds, strangers included. */
export class StoreFinder {
  readonly #database: Database
  readonly #now: () => Date
  readonly #found = new Map<string, Found>()

  constructor(database: Database, now: () => Date) {
    this.#database = database
    this.#now = now
  }

  async byNumbers(numbers: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    return this.#find('number', numbers)
  }

  /** Several stores may share one account: its notices are for each of them. */
  async byAccounts(accounts: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    return this.#find('account', accounts)
  }

  async #find(by: 'number' | 'account', values: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    const now = this.#now().getTime()
    const missing = values.filter((value) => now - (this.#found.get(`${by}:${value}`)?.at ?? 0) > FRESH_MS)
    if (missing.length > 0) await this.#look(by, missing)
    return new Map(values.map((value) => [value, this.#found.get(`${by}:${value}`)?.storeIds ?? []]))
  }

  async #look(by: 'number' | 'account', values: readonly string[]): Promise<void> {
    const rows = await this.#database.system<{ value: string; storeId: string }>(
      by === 'number' ? BY_NUMBER : BY_ACCOUNT,
      [values],
    )
    if (this.#found.size > MAX_REMEMBERED) this.#found.clear()
    const at = this.#now().getTime()
    for (const value of values) {
      const storeIds = rows.filter((row) => row.value === value).map((row) => row.storeId)
      this.#found.set(`${by}:${value}`, { storeIds, at })
    }
  }
}

const MAX_REMEMBERED = 10_000
const BY_NUMBER: Statement = {
  name: 'stores_of_numbers',
  text: 'select phone_number_id as value, id as "storeId" from stores where phone_number_id = any ($1::text[])',
}
const BY_ACCOUNT: Statement = {
  name: 'stores_of_accounts',
  text: 'select waba_id as value, id as "storeId" from stores where waba_id = any ($1::text[])',
}
