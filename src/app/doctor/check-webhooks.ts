import { listSubscribedApps, readNumber, type SubscribedApp } from '#platform/graph/account.ts'
import { type Finding, faultsOr } from './finding.ts'
import { type StoreCase, unanswered, verdictsFor } from './store-case.ts'

const QUIET_SECONDS = 86_400

/** Whether Meta sends this account's webhooks to us, and when the last one came. */
export async function checkWebhooks(shop: StoreCase): Promise<Finding[]> {
  const verdict = verdictsFor(shop, 'webhooks')
  const { store, graph, token } = shop
  const apps = await listSubscribedApps(graph, { wabaId: store.wabaId, token })
  const subscription = apps.kind === 'ok' ? judgeSubscription(shop, apps.value) : [unanswered(verdict, apps)]
  return [...subscription, ...(await checkAddress(shop)), await checkLast(shop)]
}

function judgeSubscription(shop: StoreCase, apps: readonly SubscribedApp[]): Finding[] {
  const { pass, fail } = verdictsFor(shop, 'webhooks')
  const { appId } = shop.config.whatsapp
  const { wabaId } = shop.store
  const ours = apps.find((app) => app.appId === appId)
  if (ours === undefined) {
    return [
      fail(
        `app ${appId} is not subscribed to account ${wabaId}`,
        `Subscribe it: POST /${wabaId}/subscribed_apps with the store's access token. Subscribing the app to fields is not enough.`,
      ),
    ]
  }
  const wanted = callbackOf(shop)
  const elsewhere = ours.callback !== null && ours.callback !== wanted
  return faultsOr(
    [elsewhere && fail(`the account's webhooks go to ${ours.callback}`, overrideFix(wanted))],
    pass(`app ${appId} is subscribed`),
  )
}

/** The number's own address wins over the account's, and that over the app's. */
async function checkAddress(shop: StoreCase): Promise<Finding[]> {
  const verdict = verdictsFor(shop, 'webhook address')
  const { store, graph, token } = shop
  const number = await readNumber(graph, { phoneNumberId: store.phoneNumberId, token })
  if (number.kind !== 'ok') return [verdict.skip('the number could not be read')]
  const { phone_number, whatsapp_business_account, application } = number.value.webhook_configuration ?? {}
  const override = phone_number || whatsapp_business_account
  const effective = override || application
  const wanted = callbackOf(shop)
  if (effective === undefined) return [verdict.skip('Meta does not show it')]
  if (effective === wanted) return [verdict.pass(effective)]
  if (override) return [verdict.fail(`the number's webhooks go to ${override}`, overrideFix(wanted))]
  return [
    verdict.fail(
      effective === '' ? 'the app has none' : `the app's webhooks go to ${effective}`,
      `Set the callback URL to ${wanted} and the verify token to that of WHATSAPP_VERIFY_TOKEN in App dashboard > WhatsApp > Configuration. If shoppers reach this shop elsewhere, correct PUBLIC_URL.`,
    ),
  ]
}

function overrideFix(wanted: string): string {
  return `Another program took them over: POST /{account id}/subscribed_apps with override_callback_uri ${wanted} (or without one), and remove the override of the number.`
}

export function callbackOf({ config }: Pick<StoreCase, 'config'>): string {
  return `${config.http.publicUrl}/webhooks/whatsapp`
}

async function checkLast(shop: StoreCase): Promise<Finding> {
  const { pass, warn } = verdictsFor(shop, 'last webhook')
  const [row] = await shop.database.system<{ seconds: number }>(LAST, [shop.store.id])
  const fix = `Write to ${shop.store.displayPhoneNumber} from any phone; when nothing comes, look at App dashboard > WhatsApp > Configuration.`
  if (row === undefined) return warn('none has ever come', fix)
  const detail = `${Math.round(row.seconds)} s ago`
  return row.seconds > QUIET_SECONDS ? warn(detail, fix) : pass(detail)
}

const LAST = `select extract(epoch from clock_timestamp() - received_at)::float8 as seconds
  from inbox where store_id = $1 and source = 'whatsapp' order by received_at desc limit 1`
