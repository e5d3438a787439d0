import { z } from 'zod'
import {
  HandleField,
  OptionsField,
  OptionValuesField,
  PriceField,
  SkuField,
} from '#modules/catalog/products.schemas.ts'
import { idField, textField } from '#platform/http.ts'

const MOST_VARIANTS = 100
const MOST_IMAGES = 10

function patchField(max: number) {
  const text = textField(max).nullable().optional()
  return z.strictObject({ en: text, ar: text })
}

/** A variant of a file; what is left out stays as it is. */
export const ImportedVariantBody = z.strictObject({
  sku: SkuField,
  retailerId: SkuField.optional(),
  optionValues: OptionValuesField.optional(),
  price: PriceField.optional(),
  compareAt: PriceField.nullable().optional(),
  onHand: z.int().min(0).max(1_000_000).optional(),
})

/** A product of a file: the body of `POST /v1/products`, of which everything but the SKUs may be left out. */
export const ImportedProductBody = z.strictObject({
  handle: HandleField.optional(),
  title: patchField(150).optional(),
  description: patchField(5000).optional(),
  brand: textField(100).nullable().optional(),
  status: z.enum(['draft', 'active', 'archived']).optional(),
  hidden: z.boolean().optional(),
  options: OptionsField.optional(),
  images: z.array(idField('image')).max(MOST_IMAGES).optional(),
  variants: z.array(ImportedVariantBody).min(1).max(MOST_VARIANTS),
})
