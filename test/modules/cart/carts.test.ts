import t from 'tap'
import { type CartChange, quoteCart, readOpenCarts, writeCarts } from '#modules/cart/index.ts'
import { openBenchShop } from '#test/modules/orders/bench-shop.ts'

t.test('a cart comes back as it was written, one version higher each time', async (t) => {
  const shop = await openBenchShop(t)
  const shopperId = await shop.welcome()
  const lines = [{ variantId: shop.environment.newId(), quantity: 2, seenPrice: 1000 }]
  const shownQuote = quoteCart({
    lines: [],
    variants: [],
    store: { currency: 'SAR', deliveryFee: 0 },
    now: shop.clock.now,
  })
  const cart = { id: shop.environment.newId(), storeId: shop.storeId, shopperId, lines, note: 'سريعاً', shownQuote }
  const read = async () => (await shop.work(({ tx }) => readOpenCarts(tx, [shopperId]))).get(shopperId)
  t.same(await shop.work(({ tx }) => writeCarts(tx, [cart])), new Map([[cart.id, 1]]))
  t.same(await read(), { ...cart, version: 1 })
  t.same(
    await shop.work(({ tx }) => writeCarts(tx, [{ ...cart, lines: [], shownQuote: null }])),
    new Map([[cart.id, 2]]),
  )
  t.same(await read(), { ...cart, lines: [], shownQuote: null, version: 2 })
})

t.test('many carts are written and read in one go', async (t) => {
  const shop = await openBenchShop(t)
  const changes: CartChange[] = []
  for (let i = 0; i < 20; i += 1) {
    const shopperId = await shop.welcome()
    const lines = [{ variantId: shop.environment.newId(), quantity: i + 1, seenPrice: null }]
    changes.push({
      id: shop.environment.newId(),
      storeId: shop.storeId,
      shopperId,
      lines,
      note: null,
      shownQuote: null,
    })
  }
  t.equal((await shop.work(({ tx }) => writeCarts(tx, changes))).size, 20)
  const carts = await shop.work(({ tx }) =>
    readOpenCarts(
      tx,
      changes.map((change) => change.shopperId),
    ),
  )
  t.same(
    changes.map((change) => carts.get(change.shopperId)?.lines),
    changes.map((change) => change.lines),
  )
})

t.test('a cart that was ordered is left alone, and the shopper starts a new one', async (t) => {
  const shop = await openBenchShop(t)
  const dates = await shop.shelve()
  const shopperId = await shop.welcome()
  const request = await shop.fill(shopperId, { [dates]: 1 })
  await shop.place(request)
  const cart = { id: request.cartId, storeId: shop.storeId, shopperId, lines: [], note: null, shownQuote: null }
  t.equal((await shop.work(({ tx }) => writeCarts(tx, [cart]))).size, 0)
  t.equal((await shop.work(({ tx }) => readOpenCarts(tx, [shopperId]))).size, 0)
  const next = await shop.fill(shopperId, { [dates]: 1 })
  t.not(next.cartId, request.cartId)
})

t.test('a shopper has one open cart, and the database sees to it', async (t) => {
  const shop = await openBenchShop(t)
  const shopperId = await shop.welcome()
  await shop.fill(shopperId, {})
  const second = {
    id: shop.environment.newId(),
    storeId: shop.storeId,
    shopperId,
    lines: [],
    note: null,
    shownQuote: null,
  }
  await t.rejects(
    shop.work(({ tx }) => writeCarts(tx, [second])),
    /carts_one_open/,
  )
})
