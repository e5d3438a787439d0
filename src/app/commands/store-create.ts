import { SetupFault } from '#app/setup-fault.ts'
import { createApiKey, createStore } from '#modules/stores/index.ts'
import { inStore, type StoreContext } from '#platform/context.ts'
import { scopes } from '#platform/http.ts'
import { publicId } from '#shared/ids.ts'
import { isLanguage, type Language, languages } from '#shared/language.ts'
import { openCommand, say } from './terminal.ts'

export type StoreOptions = {
  slug: string
  nameEn?: string
  nameAr?: string
  currency: string
  country: string
  timeZone: string
  languages: string
  defaultLanguage?: string
  phoneNumberId: string
  displayPhoneNumber: string
  wabaId: string
  catalogId?: string
}

export async function createStoreCommand(options: StoreOptions): Promise<void> {
  await using runtime = openCommand()
  const { database, environment, box } = runtime
  const { randomBytes } = environment
  const storeId = environment.newId()
  const work = async (ctx: StoreContext) => {
    await createStore(ctx, newStoreOf(options), { box, randomBytes })
    return createApiKey(ctx, { name: 'first', scopes: [...scopes], expiresAt: null, randomBytes })
  }
  const { key } = await inStore(database, environment, { storeId, actor: { kind: 'operator', id: 'cli' }, work })
  say(`${options.slug} is open: ${publicId('store', storeId)}`)
  say(`API key, shown once: ${key}`)
  say(
    `Next: set its tokens with PUT /v1/store/secrets/{whatsapp_access_token|stripe_secret_key|stripe_webhook_secret}, then run dukkan doctor.`,
  )
}

function newStoreOf(options: StoreOptions) {
  const { nameEn, nameAr, languages: list, defaultLanguage, catalogId, ...rest } = options
  const spoken = languagesIn(list)
  const [first = 'en'] = spoken
  return {
    ...rest,
    name: { ...(nameEn !== undefined && { en: nameEn }), ...(nameAr !== undefined && { ar: nameAr }) },
    languages: spoken,
    defaultLanguage: defaultLanguage === undefined ? first : languageIn(defaultLanguage),
    catalogId: catalogId ?? null,
  }
}

function languagesIn(list: string): Language[] {
  return list.split(',').map((language) => languageIn(language.trim()))
}

function languageIn(text: string): Language {
  if (isLanguage(text)) return text
  throw new SetupFault(`The shop does not speak "${text}".`, { fix: `It speaks ${languages.join(' and ')}.` })
}
