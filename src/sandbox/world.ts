import { z } from 'zod'

const limits = z.strictObject({
  /** Messages a second one number may send; Meta's standard is 80, upgraded numbers get 1,000. */
  perSecond: z.number().positive().optional(),
  /** Messages one shopper may get at once before the pair limit of one per 6 s bites. */
  pairBurst: z.number().int().positive().optional(),
  catalogBatchesPerMinute: z.number().int().positive().optional(),
})

const worldNumber = z.strictObject({
  phoneNumberId: z.string().regex(/^\d{1,32}$/),
  displayPhoneNumber: z.string().min(1),
  wabaId: z.string().regex(/^\d{1,32}$/),
  catalogId: z.string().regex(/^\d{1,32}$/),
  accessToken: z.string().min(1),
  currency: z.string().regex(/^[A-Z]{3}$/),
  verifiedName: z.string().optional(),
  /** What `GET /{phone}?fields=status` says; anything but CONNECTED refuses sends with 133010. */
  status: z.string().optional(),
  /** False: the app is not subscribed to the WABA, so no webhook leaves until it is. */
  subscribed: z.boolean().optional(),
  /** False: a fresh number, whose catalog is hidden and whose product messages fail with 131009. */
  catalogVisible: z.boolean().optional(),
  catalogLinked: z.boolean().optional(),
  limits: limits.optional(),
})

const stripeAccount = z.strictObject({
  secretKey: z.string().min(1),
  webhookSecret: z.string().min(1),
  webhookUrl: z.string(),
  settlementCurrency: z
    .string()
    .regex(/^[A-Za-z]{3}$/)
    .optional(),
  accountId: z.string().optional(),
})

const shopApi = z.strictObject({ url: z.string(), apiKey: z.string() })

export const SandboxWorldSchema = z.strictObject({
  appId: z.string().min(1),
  appSecret: z.string().min(1),
  verifyToken: z.string().min(1),
  webhookUrl: z.string().optional(),
  /** Meta's finished-batch notices on the catalog object; off, as most apps never subscribe to them. */
  catalogWebhooks: z.boolean().optional(),
  numbers: z.array(worldNumber),
  stripeAccounts: z.array(stripeAccount).default([]),
  /** Where shoppers reach the shop's pages, when that is not where its API is. */
  shopUrl: z.string().optional(),
  /** Where the shop's own API is, and the key of who calls it. */
  shopApi: shopApi.optional(),
  /** The same by `phoneNumberId`, where each number is a store of its own. */
  shopApis: z.record(z.string(), shopApi).default({}),
})

/** Everything the outside world knows about the shops under test: numbers, tokens, accounts, addresses. */
export type SandboxWorld = z.input<typeof SandboxWorldSchema>
export type WorldNumber = z.infer<typeof worldNumber>
export type WorldStripeAccount = z.infer<typeof stripeAccount>

export type WorldIndex = {
  config: z.infer<typeof SandboxWorldSchema>
  byPhone: Map<string, WorldNumber>
  byWaba: Map<string, WorldNumber[]>
  byCatalog: Map<string, WorldNumber[]>
  byToken: Map<string, WorldNumber[]>
  stripeByKey: Map<string, WorldStripeAccount>
}

/** Lookup tables for a world, so that no request ever scans it. */
export function indexWorld(input: SandboxWorld): WorldIndex {
  const config = SandboxWorldSchema.parse(input)
  const { numbers } = config
  return {
    config,
    byPhone: new Map(numbers.map((number) => [number.phoneNumberId, number])),
    byWaba: Map.groupBy(numbers, (number) => number.wabaId),
    byCatalog: Map.groupBy(numbers, (number) => number.catalogId),
    byToken: Map.groupBy(numbers, (number) => number.accessToken),
    stripeByKey: new Map(config.stripeAccounts.map((account) => [account.secretKey, account])),
  }
}
