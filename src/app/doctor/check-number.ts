import { listNumbers, type NumberFacts, readNumber } from '#platform/graph/account.ts'
import { type Finding, faultsOr, type Verdicts } from './finding.ts'
import { isUnknown, type StoreCase, unanswered, verdictsFor } from './store-case.ts'

/** Messages a second a number may send before Meta upgrades it. */
const STANDARD_RATE = 80

/** Whether the ids name what they should, and the number can send. */
export async function checkNumber(shop: StoreCase): Promise<Finding[]> {
  return [...(await checkAccount(shop)), ...(await checkPhone(shop))]
}

async function checkAccount({ store, graph, token }: StoreCase): Promise<Finding[]> {
  const verdict = verdictsFor({ store }, 'account')
  const numbers = await listNumbers(graph, { wabaId: store.wabaId, token })
  if (numbers.kind === 'ok') {
    if (numbers.value.includes(store.phoneNumberId)) return [verdict.pass(`account ${store.wabaId} has the number`)]
    return [
      verdict.fail(
        `the number ${store.phoneNumberId} is not in account ${store.wabaId}, which has ${numbers.value.join(', ') || 'none'}`,
        'Copy both ids from the same page: App dashboard > WhatsApp > API setup shows the phone number id and the account id.',
      ),
    ]
  }
  if (!isUnknown(numbers)) return [unanswered(verdict, numbers)]
  return [
    verdict.fail(
      `${store.wabaId} is no WhatsApp account that the token may see`,
      'Take the WhatsApp Business Account id of App dashboard > WhatsApp > API setup (it is not the id of the business portfolio), and give the system user full control of that account.',
    ),
  ]
}

async function checkPhone(shop: StoreCase): Promise<Finding[]> {
  const verdict = verdictsFor(shop, 'number')
  const { store, graph, token } = shop
  const number = await readNumber(graph, { phoneNumberId: store.phoneNumberId, token })
  if (number.kind === 'ok') return judgeNumber(shop, number.value, verdict)
  if (!isUnknown(number)) return [unanswered(verdict, number)]
  return [
    verdict.fail(
      `${store.phoneNumberId} is no phone number that the token may see`,
      'Take the phone number id (not the phone number) of App dashboard > WhatsApp > API setup.',
    ),
  ]
}

function judgeNumber({ store }: StoreCase, facts: NumberFacts, { pass, warn, fail }: Verdicts): Finding[] {
  const { status = 'CONNECTED', quality_rating: quality = 'UNKNOWN', display_phone_number: shown } = facts
  const level = facts.throughput?.level ?? 'STANDARD'
  return faultsOr(
    [
      status !== 'CONNECTED' &&
        fail(
          `its status is ${status}`,
          'Register the number on the Cloud API: POST /{phone number id}/register with a six-digit pin; then look again in WhatsApp Manager.',
        ),
      ['RED', 'YELLOW'].includes(quality) &&
        warn(
          `its quality is ${quality}`,
          'Shoppers blocked or reported it: see WhatsApp Manager > Phone numbers > Insights, and send less that nobody asked for.',
        ),
      store.messagesPerSecond > STANDARD_RATE &&
        level !== 'HIGH' &&
        warn(
          `Meta lets it send ${STANDARD_RATE} messages a second, and messagesPerSecond is ${store.messagesPerSecond}`,
          `Set messagesPerSecond to ${STANDARD_RATE} with PATCH /v1/store until Meta has upgraded the number.`,
        ),
      shown !== undefined &&
        digitsOf(shown) !== digitsOf(store.displayPhoneNumber) &&
        fail(
          `Meta shows it as ${shown}, the store as ${store.displayPhoneNumber}`,
          'Correct displayPhoneNumber with PATCH /v1/store: links to the chat are made from it.',
        ),
    ],
    pass(`${shown ?? store.displayPhoneNumber}, ${status}, quality ${quality}, throughput ${level}`),
  )
}

function digitsOf(number: string): string {
  return number.replace(/\D/g, '')
}
