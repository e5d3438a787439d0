/** What the outside world was told by the shop, kept where no crash of the shop reaches it. */
export type Ledger = {
  /** Store ids, order ids and bodies of every write that the shop acknowledged with a 2xx. */
  acknowledged: { key: string; path: string; status: number; body: string }[]
  /** Answers of the API that were neither a success nor an honest refusal. */
  failures: Map<string, number>
  /** Shoppers who never got an answer, with what they said last. */
  unanswered: { shopper: string; said: string }[]
  /** Keys of messages that were posted past the sandbox. */
  posted: Set<string>
  /** Where repeated calls were not taken as one. */
  unlike: string[]
  purchases: number
  turns: number
}

export function openLedger(): Ledger {
  return {
    acknowledged: [],
    failures: new Map(),
    unanswered: [],
    posted: new Set(),
    unlike: [],
    purchases: 0,
    turns: 0,
  }
}
