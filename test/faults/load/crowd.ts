import { setTimeout as sleep } from 'node:timers/promises'
import { makeRandom } from '#sandbox/random.ts'
import type { Installation } from '#test/faults/stage/installation.ts'
import { control } from '#test/faults/stage/sandbox-control.ts'
import type { WorldStore } from '#test/faults/stage/world.ts'
import { Buyer, type Market } from './buyer.ts'
import { mindTheShop } from './owner.ts'
import { type Ledger, openLedger } from './record.ts'
import { ShopClient } from './shop-client.ts'

export type Crowd = {
  ledger: Ledger
  clientOf: (store: WorldStore) => ShopClient
  /** From now on more orders are paid by card, and more of them never are. */
  grow: (mood: 'fickle' | 'usual') => void
  /** Asks everybody to come to an end and waits for them. */
  leave: () => Promise<void>
}

/** Lets shoppers, owners and couriers in; they go on until told to leave. */
export async function openCrowd(installation: Installation, seed: number, size: number): Promise<Crowd> {
  const { sandboxUrl, shopUrl, database, world } = installation
  const ledger = openLedger()
  const random = makeRandom(seed)
  let open = true
  let fickle = false
  const isOpen = () => open
  const selling = world.stores.filter(({ poisoned }) => !poisoned)
  const market: Market = {
    ...{ sandboxUrl, random, ledger },
    shelf: await shelves(installation),
    open: isOpen,
    fickle: () => fickle,
    abandoned: (link) => void runOut(installation, link),
  }
  const clients = new Map(world.stores.map((store) => [store.storeId, new ShopClient(shopUrl, store, ledger)]))
  const clientOf = ({ storeId }: WorldStore) => {
    const client = clients.get(storeId)
    if (client === undefined) throw new Error(`the crowd knows no store ${storeId}`)
    return client
  }
  const lives = [
    ...Array.from({ length: size }, (_, n) => live(market, selling[n % selling.length], n)),
    ...selling.map((store, n) =>
      mindTheShop({ store, client: clientOf(store), database, random: makeRandom(seed + 1 + n), open: isOpen }),
    ),
    ...world.stores.filter(({ poisoned }) => poisoned).map((store) => poison(market, store)),
  ]
  // Whoever fails says so when the crowd is asked to leave; until then the first failure of all is the one to hear of.
  Promise.all(lives).catch(() => undefined)
  return {
    ledger,
    clientOf,
    grow: (mood) => {
      fickle = mood === 'fickle'
    },
    leave: async () => {
      open = false
      await Promise.all(lives)
    },
  }
}

async function shelves({ database }: Installation): Promise<Map<string, string[]>> {
  const rows = await database.ask<{ storeId: string; retailerId: string }>(
    `select store_id as "storeId", retailer_id as "retailerId" from variants where archived_at is null order by id`,
  )
  const byStore = Map.groupBy(rows, ({ storeId }) => storeId)
  return new Map([...byStore].map(([storeId, own]) => [storeId, own.slice(0, 8).map(({ retailerId }) => retailerId)]))
}

async function live(market: Market, store: WorldStore | undefined, n: number): Promise<void> {
  if (store === undefined) return
  for (let visit = 1; market.open(); visit += 1) {
    const buyer = await Buyer.enter(market, store, `Shopper ${n}.${visit}`)
    await buyer.shop()
  }
}

/** Writes to the store whose conversations always fail: its events must die without holding up anybody else. */
async function poison({ sandboxUrl, open }: Market, { phoneNumberId }: WorldStore): Promise<void> {
  const people: string[] = []
  for (let n = 0; open(); n += 1) {
    if (n % 3 === 0) {
      const { id } = await control<{ id: string }>(`${sandboxUrl}/control/shoppers`, { name: `Unlucky ${n}` })
      people.push(id)
    }
    await control(`${sandboxUrl}/control/shoppers/${people.at(-1)}/say`, { phoneNumberId, text: 'Hello?' })
    await sleep(1_500)
  }
}

/** The hold of an order whose shopper left ends now, and not in three quarters of an hour. */
async function runOut({ database }: Installation, link: string): Promise<void> {
  const token = link.split('/p/')[1]
  await sleep(400)
  await database.ask(
    `with due as (update orders set hold_expires_at = now() where token = $1 and status = 'awaiting_payment' returning id)
      update holds set expires_at = now() from due where order_id = due.id and state = 'held'`,
    [token],
  )
}
