import t from 'tap'
import { filterProducts, groupItems, productWith } from '#phone/shop/group.ts'
import type { CatalogItem } from '#phone/state/types.ts'

function item(title: string, more: Partial<CatalogItem> = {}): CatalogItem {
  return {
    retailerId: title,
    groupId: '',
    title,
    description: '',
    minor: 1_000,
    currency: 'SAR',
    price: '',
    availability: 'in stock',
    visible: true,
    imageUrl: '',
    collections: [],
    ...more,
  }
}

t.test('the sizes of one product are one product with a choice', async (t) => {
  const [dates, honey] = groupItems([
    item('Ajwa dates – 500 g', { groupId: 'g1', minor: 4_900 }),
    item('Sidr honey', { groupId: 'g2' }),
    item('Ajwa dates – 500 kg', { groupId: 'g1', minor: 8_900 }),
  ])
  t.equal(dates?.title, 'Ajwa dates')
  t.same([...(dates?.labels.values() ?? [])], ['500 g', '500 kg'])
  t.match(dates, { fromMinor: 4_900, varies: true })
  t.match(honey, { title: 'Sidr honey', varies: false })
})

t.test('titles that share words and no dash are still cut at whole words', async (t) => {
  const [product] = groupItems([item('Oud oil 12 ml', { groupId: 'g' }), item('Oud oil 120 ml', { groupId: 'g' })])
  t.equal(product?.title, 'Oud oil')
  t.same([...(product?.labels.values() ?? [])], ['12 ml', '120 ml'])
})

t.test('variants whose titles say nothing are told apart by color and size', async (t) => {
  const [product] = groupItems([
    item('Thobe', { retailerId: 'a', groupId: 'g', color: 'White', size: '54' }),
    item('Thobe', { retailerId: 'b', groupId: 'g', color: 'Black', size: '56' }),
  ])
  t.same([...(product?.labels.values() ?? [])], ['White · 54', 'Black · 56'])
})

t.test('search reads titles and descriptions, whatever the spelling of the Arabic', async (t) => {
  const products = groupItems([
    item('تمر عجوة المدينة', { description: 'فاخر' }),
    item('Saudi coffee', { collections: ['Coffee'] }),
    item('قهوة سعودية', { collections: ['Coffee'] }),
  ])
  const found = (text: string, collection: string | null = null) =>
    filterProducts(products, { text, collection }).map(({ title }) => title)
  t.same(found('عجوة سكري'), [], 'every word must be there')
  t.same(found('عجوه المدينه'), ['تمر عجوة المدينة'])
  t.same(found('COFFEE'), ['Saudi coffee'])
  t.same(found('', 'Coffee'), ['Saudi coffee', 'قهوة سعودية'])
  t.same(found('  '), ['تمر عجوة المدينة', 'Saudi coffee', 'قهوة سعودية'])
})

t.test('a product is found by any of its variants', async (t) => {
  const products = groupItems([item('A – 1', { groupId: 'g' }), item('A – 2', { groupId: 'g' })])
  t.equal(productWith(products, 'A – 2')?.id, 'g')
  t.equal(productWith(products, 'elsewhere'), undefined)
})
