import type { StoreContext } from '#platform/context.ts'
import { emit } from '#platform/events.ts'
import type { SecretBox } from '#platform/secret-box.ts'
import { Invalid } from '#shared/errors.ts'
import { audit } from './audit.ts'
import { type OwnerSecretName, saveSecret } from './secrets.ts'
import { resumeSending } from './sending.ts'

type SecretShape = { pattern: RegExp; fix: string }

const shapes: Record<OwnerSecretName, SecretShape> = {
  whatsapp_access_token: {
    pattern: /^[\x21-\x7e]{8,1024}$/,
    fix: 'Copy the system user token from Meta, with no blanks.',
  },
  stripe_secret_key: {
    pattern: /^(sk|rk)_(test|live)_[A-Za-z0-9_]{4,250}$/,
    fix: 'A key of Stripe begins sk_ or rk_.',
  },
  stripe_webhook_secret: {
    pattern: /^whsec_[A-Za-z0-9_+/=]{4,250}$/,
    fix: 'A signing secret of Stripe begins whsec_.',
  },
}

/**
 * Puts an owner's secret in place of the one before; a new access token lets parked sending go on.
 * Throws Invalid('secret-malformed').
 */
export async function replaceSecret(
  ctx: StoreContext,
  box: SecretBox,
  secret: { name: OwnerSecretName; value: string },
): Promise<void> {
  const { pattern, fix } = shapes[secret.name]
  if (!pattern.test(secret.value)) throw new Invalid('secret-malformed', 'This is no such secret.', {}, fix)
  await saveSecret(ctx, box, secret)
  if (secret.name === 'whatsapp_access_token') await resumeSending(ctx.tx, ctx.storeId)
  await audit(ctx, { action: 'store.replace-secret', subjectKind: 'secret', subjectId: secret.name })
  const payload = { name: secret.name }
  await emit(ctx.tx, [{ storeId: ctx.storeId, type: 'store.secret-replaced', subjectId: ctx.storeId, payload }])
}
