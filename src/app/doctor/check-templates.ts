import { templatedNotices, templateName } from '#modules/messaging/index.ts'
import { listTemplates, type RemoteTemplate } from '#platform/graph/templates.ts'
import { type Finding, faultsOr } from './finding.ts'
import { type StoreCase, unanswered, verdictsFor } from './store-case.ts'

const SHOWN = 3
const UNDER_REVIEW = new Set(['PENDING', 'IN_APPEAL'])

/** Outside the 24 hours only an approved template may go, so each notice needs one in each language of the store. */
export async function checkTemplates(shop: StoreCase): Promise<Finding[]> {
  const verdict = verdictsFor(shop, 'templates')
  const { store, graph, token } = shop
  const listed = await listTemplates(graph, { wabaId: store.wabaId, token })
  if (listed.kind !== 'ok') return [unanswered(verdict, listed)]
  const held = new Map(listed.value.map((template) => [keyOf(template), template]))
  const wanted = templatedNotices.flatMap((notice) =>
    store.languages.map((language) => keyOf({ name: templateName(notice), language })),
  )
  const { pass, warn, fail } = verdict
  const missing = wanted.filter((key) => !held.has(key))
  const known = wanted.flatMap((key) => held.get(key) ?? [])
  const waiting = known.filter(({ status }) => UNDER_REVIEW.has(status))
  const unusable = known.filter(({ status }) => status !== 'APPROVED' && !UNDER_REVIEW.has(status))
  const dear = known.filter(({ category }) => category !== 'UTILITY')
  return faultsOr(
    [
      missing.length > 0 &&
        fail(
          `${missing.length} of ${wanted.length} are not at Meta: ${firstOf(missing)}`,
          'They are submitted by themselves within minutes while a worker runs: start one with `dukkan worker`, and see GET /v1/store/problems when they stay away.',
        ),
      unusable.length > 0 &&
        fail(
          unusable.map((template) => `${keyOf(template)} is ${template.status}`).join(', '),
          'Read Meta’s reason in WhatsApp Manager > Message templates and ask for a review there.',
        ),
      waiting.length > 0 &&
        warn(`${waiting.length} of ${wanted.length} are under review`, 'Meta decides within 24 hours; nothing to do.'),
      dear.length > 0 && warn(dear.map(wordsOn).join(', '), 'Ask for a review of the category in WhatsApp Manager.'),
    ],
    pass(`${wanted.length} approved`),
  )
}

function firstOf(names: readonly string[]): string {
  const shown = names.slice(0, SHOWN).join(', ')
  return names.length > SHOWN ? `${shown} and ${names.length - SHOWN} more` : shown
}

function keyOf({ name, language }: Pick<RemoteTemplate, 'name' | 'language'>): string {
  return `${name} (${language})`
}

function wordsOn(template: RemoteTemplate): string {
  return `${keyOf(template)} is billed as ${template.category}`
}
