import { z } from 'zod'
import type { Store } from '#modules/stores/index.ts'
import { amountIn } from '#modules/stores/index.ts'
import {
  amountField,
  IdView,
  idField,
  LocalizedView,
  localizedField,
  MoneyField,
  MoneyView,
  pageQuery,
  pageView,
  TimeView,
  textField,
} from '#platform/http.ts'
import type { NewVariant } from './create-product.ts'

const MOST_OPTIONS = 3
const MOST_VALUES = 50
const MOST_VARIANTS = 100

export const HandleField = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/, { message: 'Use 1 to 63 of a-z, 0-9 and - inside.' })

export const SkuField = textField(100)
  .refine((sku) => /^[\x21-\x7e]+$/.test(sku), { message: 'Visible ASCII characters only.' })
  .meta({ pattern: '^[\\x21-\\x7e]+$' })

export const PriceField = MoneyField.extend({ amount: amountField(1) })

export const OptionsField = z
  .array(z.strictObject({ name: localizedField(24), values: z.array(localizedField(24)).min(1).max(MOST_VALUES) }))
  .max(MOST_OPTIONS)

export const OptionValuesField = z
  .array(
    z
      .int()
      .min(0)
      .max(MOST_VALUES - 1),
  )
  .max(MOST_OPTIONS)
  .meta({ description: 'One place in the values of each option, counted from 0.' })

export const NewVariantBody = z.strictObject({
  sku: SkuField,
  retailerId: SkuField.optional().meta({
    description: 'What Meta knows the item by; the SKU unless given. Fixed for ever.',
  }),
  optionValues: OptionValuesField.default([]),
  price: PriceField,
  compareAt: PriceField.nullable().default(null),
  onHand: z.int().min(0).max(1_000_000).optional(),
})

export const NewProductBody = z.strictObject({
  handle: HandleField.optional(),
  title: localizedField(150),
  description: localizedField(5000).optional(),
  brand: textField(100).nullable().default(null),
  status: z.enum(['draft', 'active']).default('draft'),
  hidden: z.boolean().default(false),
  options: OptionsField.default([]),
  variants: z.array(NewVariantBody).min(1).max(MOST_VARIANTS),
})

export function newVariantOf(store: Store, body: z.output<typeof NewVariantBody>): NewVariant {
  const { price, compareAt, ...facts } = body
  return { ...facts, price: amountIn(store, price), compareAt: compareAt && amountIn(store, compareAt) }
}

export const ProductChangesBody = z.strictObject({
  handle: HandleField.optional(),
  title: localizedField(150).optional(),
  description: localizedField(5000).optional(),
  brand: textField(100).nullable().optional(),
  status: z.enum(['draft', 'active', 'archived']).optional(),
  hidden: z.boolean().optional(),
  options: OptionsField.optional(),
})

export const VariantChangesBody = z.strictObject({
  sku: SkuField.optional(),
  retailerId: z.string().optional().meta({ description: 'Refused: it cannot change.' }),
  optionValues: OptionValuesField.optional(),
  price: PriceField.optional(),
  compareAt: PriceField.nullable().optional(),
})

const most = 1_000_000
export const StockBody = z
  .strictObject({
    onHand: z.int().min(0).max(most).optional(),
    adjustBy: z.int().min(-most).max(most).optional(),
    reason: textField(200).nullable().default(null),
  })
  .refine(({ onHand, adjustBy }) => (onHand === undefined) !== (adjustBy === undefined), {
    message: 'Give either onHand or adjustBy.',
  })
  .meta({ oneOf: [{ required: ['onHand'] }, { required: ['adjustBy'] }] })

export const ProductParams = z.strictObject({ productId: idField('product') })
export const VariantParams = z.strictObject({ variantId: idField('variant') })
export const ImageParams = z.strictObject({ productId: idField('product'), imageId: idField('image') })

export const ProductQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(['draft', 'active', 'archived']).optional(),
  collection: idField('collection').optional(),
  q: textField(100)
    .optional()
    .meta({ description: 'Words of the title, brand, options or SKU; Arabic spellings alike.' }),
})

const StockView = z.object({
  onHand: z.int(),
  held: z.int(),
  committed: z.int(),
  safety: z.int(),
  available: z.int(),
})

export const VariantView = z
  .object({
    id: IdView,
    sku: z.string(),
    retailerId: z.string(),
    title: LocalizedView,
    optionValues: z.array(z.int()),
    price: MoneyView,
    compareAt: MoneyView.nullable(),
    archivedAt: TimeView.nullable(),
    stock: StockView,
    meta: z.object({
      state: z
        .enum(['unlisted', 'waiting', 'sending', 'refused', 'in_review', 'rejected', 'listed'])
        .meta({ description: 'How far Meta’s copy is; `errors` and `reviewReasons` say why not further.' }),
      errors: z.array(z.object({ message: z.string() })),
      reviewStatus: z.string(),
      reviewReasons: z.array(z.string()),
      checkedAt: TimeView.nullable(),
    }),
    version: z.int(),
  })
  .meta({ id: 'Variant' })

export const ProductView = z
  .object({
    id: IdView,
    handle: z.string(),
    title: LocalizedView,
    description: LocalizedView,
    brand: z.string().nullable(),
    status: z.enum(['draft', 'active', 'archived']),
    hidden: z.boolean(),
    options: z.array(z.object({ name: LocalizedView, values: z.array(LocalizedView) })),
    variants: z.array(VariantView),
    images: z.array(z.object({ id: IdView, url: z.url(), alt: LocalizedView })),
    createdAt: TimeView,
    updatedAt: TimeView,
    version: z.int(),
  })
  .meta({ id: 'Product' })

export const ProductPage = pageView(ProductView)
