import type { NoticeHandler } from '#platform/notices.ts'
import { changeCategory, changeStatus } from './mirror.ts'

/** Meta says what happened; this is the state it leaves the template in. Events not named leave it as it is. */
const statusAfter: Readonly<Record<string, string>> = {
  APPROVED: 'APPROVED',
  REINSTATED: 'APPROVED',
  UNARCHIVED: 'APPROVED',
  PENDING: 'PENDING',
  IN_APPEAL: 'IN_APPEAL',
  REJECTED: 'REJECTED',
  PAUSED: 'PAUSED',
  DISABLED: 'DISABLED',
  LOCKED: 'LOCKED',
  LIMIT_EXCEEDED: 'LIMIT_EXCEEDED',
  ARCHIVED: 'ARCHIVED',
  PENDING_DELETION: 'PENDING_DELETION',
  DELETED: 'MISSING',
}

/** What Meta decides about our templates overnight: approved, paused, put into a dearer category. */
export const templateNotices: NoticeHandler = {
  fields: ['message_template_status_update', 'template_category_update'],
  async handle(ctx, { field, value }) {
    const news = fieldsOf(value)
    const template = { name: textOf(news.message_template_name), language: languageOf(news.message_template_language) }
    if (field === 'template_category_update') {
      // A warning names the coming category as `correct_category`; `new_category` is the current one in both shapes.
      const category = textOf(news.new_category).toUpperCase()
      return category === '' ? undefined : changeCategory(ctx, { ...template, category })
    }
    const status = statusAfter[textOf(news.event)]
    if (status === undefined) return
    const reason = textOf(news.reason)
    await changeStatus(ctx, { ...template, status, rejectedReason: reason === '' || reason === 'NONE' ? null : reason })
  },
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '')

/** Webhooks spell `en-US` what the API calls `en_US`. */
const languageOf = (value: unknown) => textOf(value).replace('-', '_')
