/** The filter every entity of a store carries; it is on unless a query says otherwise, and then the database still is. */
export const ownStore = {
  name: 'ownStore',
  cond: ({ storeId }: { storeId: string }) => ({ storeId }),
  default: true,
} as const
