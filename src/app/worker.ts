import {
  catalogChores,
  catalogListeners,
  catalogSyncDrain,
  forgottenImportsChore,
  importsDrain,
  stockDriftChore,
} from '#modules/catalog/index.ts'
import { conversationHandler } from '#modules/conversation/index.ts'
import {
  messagingChores,
  messagingListeners,
  senderDrain,
  statusDrain,
  templateNotices,
} from '#modules/messaging/index.ts'
import { orderListeners } from '#modules/orders/index.ts'
import { paymentChores, paymentListeners, stripeDrain } from '#modules/payments/index.ts'
import { marketingPreferences } from '#modules/shoppers/index.ts'
import { quietProblemsChore } from '#modules/stores/index.ts'
import { BellListener } from '#platform/bells.ts'
import { housekeepingChore } from '#platform/housekeeping.ts'
import { Inbox } from '#platform/inbox.ts'
import { mailboxDrain } from '#platform/mailbox.ts'
import { noticeDrain } from '#platform/notices.ts'
import { eventRelay } from '#platform/relay.ts'
import type { Chore, Drain } from '#platform/work.ts'
import { Workshop } from '#platform/workshop.ts'
import { endInTime } from './end-in-time.ts'
import { type AppOptions, bellTransport, openRuntime, type Runtime } from './runtime.ts'

/** Opens the side that works: conversations, messages out, events, payments, catalog sync and everything by the clock. */
export async function openWorker(options: AppOptions): Promise<AsyncDisposable> {
  await using stack = new AsyncDisposableStack()
  const { config, log } = options
  const bench: { workshop?: Workshop } = {}
  // What this process rings for, it hears itself; other workers share the load through what the servers ring.
  const hearOwn = (bells: readonly { drain: string; shard: number }[]) => {
    for (const bell of bells) void bench.workshop?.hear(bell)
  }
  const runtime = stack.use(openRuntime(options, { role: 'worker', onBells: hearOwn }))
  const { database, environment } = runtime
  const inbox = new Inbox(database, hearOwn)
  const workshop = new Workshop({
    drains: drainsOf(runtime),
    chores: choresOf(runtime, inbox),
    tools: { database, environment, log },
  })
  bench.workshop = workshop
  stack.defer(() => endInTime(database, () => workshop.close()))
  await workshop.start()
  const listener = new BellListener(bellTransport(config), { log, onBell: (bell) => workshop.hear(bell) })
  stack.defer(() => listener.close())
  const running = stack.move()
  return { [Symbol.asyncDispose]: () => running.disposeAsync() }
}

function drainsOf(runtime: Runtime): Drain[] {
  const { config, secrets, stripe, graph } = runtime
  const { publicUrl } = config.http
  return [
    mailboxDrain(conversationHandler({ secrets, publicUrl })),
    senderDrain({ graph, secrets, publicUrl }),
    statusDrain(),
    noticeDrain([templateNotices, marketingPreferences]),
    eventRelay([...orderListeners, ...paymentListeners, ...messagingListeners, ...catalogListeners({ publicUrl })]),
    stripeDrain({ stripe, publicUrl }),
    catalogSyncDrain({ graph, secrets, publicUrl }),
    importsDrain({ publicUrl }),
  ]
}

function choresOf(runtime: Runtime, inbox: Inbox): Chore[] {
  const { config, secrets, stripe, graph } = runtime
  const { publicUrl } = config.http
  return [
    ...paymentChores({ stripe, publicUrl, inbox }),
    ...messagingChores({ graph, secrets, publicUrl }),
    ...catalogChores({ graph, secrets, publicUrl }),
    stockDriftChore(),
    forgottenImportsChore(),
    quietProblemsChore(),
    housekeepingChore(),
  ]
}
