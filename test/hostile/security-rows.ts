/** A test that tries an attack: its file and its name, or how the name begins. */
export type Proof = { file: string; test: string }

export type SecurityRow = { row: number; attack: string } & ({ proofs: readonly Proof[] } | { notInScope: string })

const here = 'test/hostile/security.test.ts'
const walls = 'test/app/http/walls.test.ts'
const second = 'test/hostile/second-wall.test.ts'
const chat = 'test/hostile/chat-tampering.test.ts'
const outgoing = 'test/hostile/outgoing.test.ts'
const built = 'test/hostile/built.test.ts'
const carts = 'test/modules/conversation/carts-and-prices.test.ts'
const settle = 'test/modules/payments/settle.test.ts'
const input = 'test/app/http/bad-input.test.ts'
const keys = 'test/app/http/keys.test.ts'
const limits = 'test/app/http/limits.test.ts'
const schema = 'test/app/schema.test.ts'
const files = 'test/modules/catalog/files/round-trip.test.ts'

const row = (number: number, attack: string, ...proofs: [file: string, test: string][]): SecurityRow => ({
  row: number,
  attack,
  proofs: proofs.map(([file, test]) => ({ file, test })),
})
const left = (number: number, attack: string, notInScope: string): SecurityRow => ({ row: number, attack, notInScope })

/** The forty attacks that this shop is measured by, and where each is tried. */
export const securityRows: readonly SecurityRow[] = [
  row(
    1,
    'ids of another store on every route',
    [walls, 'with a key of one store the ids of another are as unknown as ids that never were'],
    [walls, 'a filter by an id of another store finds what a filter by no id finds'],
    [walls, 'no list shows a row of another store'],
  ),
  row(2, 'the same with the store filter off', [
    second,
    'row 2: all of this held although no statement named its store',
  ]),
  row(
    3,
    'row-level security through the pool, by other roles and by unique keys',
    ['test/platform/store-wall.test.ts', 'the view of one request does not leak into the next on the same connection'],
    ['test/platform/store-wall.test.ts', 'a foreign row can be neither written, nor moved, nor removed'],
    [schema, 'every table with a store in it stands behind the wall'],
    [schema, 'a unique key of one store says nothing about another'],
  ),
  row(
    4,
    'a key without the scope, on every route',
    [walls, 'each route opens to its scope and to no other'],
    [walls, 'without a key every one of them is closed'],
    ['test/app/http/operations.test.ts', 'a route that does not say who may call it does not start'],
  ),
  row(
    5,
    'a key that is revoked or expired',
    [keys, 'a key that is revoked is out within a second'],
    [keys, 'a key ends with the second it expires'],
    [here, 'row 5: a key revoked at one process is out at the others within a second'],
  ),
  row(
    6,
    'keys in the database, and wrong keys of every length',
    [keys, 'the text of a key is in one answer and nowhere else'],
    [keys, 'without a key, or with any text that is none, nothing opens and nothing breaks'],
  ),
  row(7, 'tokens that prove themselves', [here, 'row 7: a token that proves itself is no key here']),
  row(8, 'forged webhooks of Meta', [here, 'row 8: a webhook that the app secret did not sign']),
  row(9, 'replayed webhooks of Meta', [here, 'row 9: a webhook played again has no second effect']),
  row(10, 'the handshake without its token', [here, 'row 10: the address is proven only by the verify token']),
  row(
    11,
    'forged and misdirected events of Stripe',
    [
      'test/modules/payments/stripe-webhook.test.ts',
      'cases 13 and 14, row 11: forged, old, future, test-mode and foreign',
    ],
    ['test/modules/payments/stripe-webhook.test.ts', 'a store’s event cannot use up the id of another store’s event'],
  ),
  row(12, 'parcels for the orders of others', [walls, 'with a key of one store the ids of another are as unknown']),
  row(
    13,
    'prices edited on the way',
    [carts, 'row 13: a price edited in the cart is a claim and never what is charged'],
    [chat, 'row 13: whatever an order message claims, the total is our prices times what it asks for'],
  ),
  row(
    14,
    'odd quantities',
    [carts, 'row 14: odd quantities are refused politely and totals stay sane'],
    [chat, 'row 14: no quantity makes a total below zero or a line beyond its limit'],
  ),
  row(
    15,
    'buttons of other shoppers, stores and carts',
    [carts, 'row 15: forged, foreign and garbled buttons do nothing and are answered with a fresh menu'],
    [carts, 'a button of an older cart says how the cart stands now'],
    [chat, 'row 15: a button made for one shopper does nothing for another'],
  ),
  left(
    16,
    'coupons used twice, guessed or stacked',
    'This release has no coupons; discounts are prices of the catalog.',
  ),
  row(
    17,
    'a hundred buyers of the last goods',
    ['test/modules/orders/place-orders.test.ts', 'case 1: fifty shoppers confirm the last one at once'],
    ['test/modules/orders/order-storm.test.ts', 'after a storm of shoppers, payments and parcels the books agree'],
  ),
  row(
    18,
    'payments of other orders, amounts, currencies and accounts',
    [settle, 'case 16 and row 18: a payment on other terms is not taken for paid'],
    [settle, 'row 18: the session of another order pays only for the order it was made for'],
  ),
  row(19, 'the success page without a payment', [settle, 'row 19: a success address visited without paying says']),
  row(
    20,
    'redirects and links bent by headers and queries',
    [here, 'row 20: no header and no query leads a link or a redirect away from this shop'],
    ['test/modules/payments/pages.test.ts', 'row 20: nothing of an address is sent anywhere'],
    [limits, 'nobody chooses the address they are counted by, unless they are our proxy'],
  ),
  row(21, 'addresses that make the server call its own network', [
    outgoing,
    'row 21: no address that a stranger names is ever called',
  ]),
  left(
    22,
    'names that resolve to another address the second time',
    'Only hosts of the configuration are called; row 21 shows that no name of a stranger is resolved.',
  ),
  row(23, 'redirects answered to our calls', [outgoing, 'row 23: a redirect is an answer and never followed']),
  row(24, 'answers without end, and packed ones', [outgoing, 'row 24: an answer that is too long is left where it is']),
  row(
    25,
    'pictures that are bombs, scripts or something else',
    [
      'test/modules/catalog/images-api.test.ts',
      'what is no picture, too small, too large or broken is refused before it is drawn',
    ],
    ['test/modules/catalog/images-api.test.ts', 'a picture becomes a JPEG of ours without what else was in the file'],
    ['test/modules/catalog/images-api.test.ts', 'script behind a picture does not survive'],
  ),
  row(26, 'fields that are not of the route', [
    walls,
    'a field that is not of the route is refused and nothing changes',
  ]),
  row(27, 'operators in filters', [
    walls,
    'a query takes plain words of the route and nothing that looks like an operator',
  ]),
  row(
    28,
    'SQL in texts, wildcards and forged cursors',
    [here, 'row 28: what a stranger writes reaches PostgreSQL as data'],
    [here, 'row 28: a cursor that was changed, cut, or made for another list or store is refused'],
  ),
  row(
    29,
    'script in what strangers write',
    [here, 'row 29: names, notes and addresses of strangers are text on every page'],
    ['test/modules/payments/pages.test.ts', 'row 29: pages carry no script, run none'],
    [input, 'every answer, also a refusal, carries the headers that keep a page from being used'],
  ),
  row(30, 'requests of other sites', [here, 'row 30: a page of another site can make a browser do nothing here']),
  row(
    31,
    'formulas in spreadsheets',
    [files, 'no cell of the file is one that a spreadsheet would run'],
    [files, 'what was exported comes in again as it was, in the same store and in an empty one'],
  ),
  row(
    32,
    'lines and colors smuggled into the log',
    [here, 'row 32: whatever is asked, the log has one JSON object per line'],
    ['test/platform/logger.test.ts', 'one event stays one line of JSON whatever a name contains'],
    [input, 'a sender cannot choose the id of its request'],
  ),
  row(
    33,
    'secrets and people in logs, refusals and queues',
    [here, 'row 33: no secret, phone number, text or address is in a log, a refusal or a queue'],
    ['test/platform/logger.test.ts', 'no secret and no phone number leaves by the log, wherever it stands'],
  ),
  row(
    34,
    'what an error tells',
    [here, 'row 34: with the database gone, every route refuses in the same few words'],
    ['test/app/http/operations.test.ts', 'a bug answers with a number to ask about and keeps its words for the log'],
  ),
  row(
    35,
    'sealed secrets moved, cut or old',
    ['test/platform/secret-box.test.ts', 'a secret moved to another store, name or key id does not open'],
    ['test/platform/secret-box.test.ts', 'a changed byte anywhere, or a tag cut to four bytes, does not open'],
    ['test/modules/stores/store-api.test.ts', 'a replaced secret is in use within a second'],
  ),
  row(
    36,
    'floods, and addresses that are not theirs',
    [limits, 'a key and an address each have their share of a minute'],
    [limits, 'nobody chooses the address they are counted by, unless they are our proxy'],
    [limits, 'while Redis is away each process counts alone and allows half'],
  ),
  row(
    37,
    'texts that a pattern chews on for ever',
    [built, 'row 37: no text of a hundred thousand letters holds a reader up'],
    ['test/modules/conversation/hostile-messages.test.ts', 'no text can hold a conversation up'],
  ),
  row(
    38,
    'back doors: metrics, sources, odd paths, default passwords',
    [input, 'odd addresses are not found and nothing of ours is shown'],
    ['test/app/config.test.ts', 'production refuses default, short and patterned secrets'],
    ['test/platform/embedded-postgres.test.ts', 'only this machine can reach the database, and only with its password'],
  ),
  left(39, 'export, erasure, and the callback for deleting data', 'Export and erasure are not built yet.'),
  row(40, 'dependencies that change behind our back', [
    built,
    'row 40: every dependency is pinned, locked by its digest and allowed its scripts by name',
  ]),
]
