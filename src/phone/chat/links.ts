/** Only what a browser fetches may be opened; a message must not run anything. */
export function isWebLink(url: string): boolean {
  const protocol = URL.parse(url)?.protocol
  return protocol === 'https:' || protocol === 'http:'
}

/** The shop's payment links are `/p/<token>` on its own address; without one known, on any. */
export function isPayLink(url: string, shopUrl: string | null): boolean {
  const link = URL.parse(url)
  const shop = shopUrl === null ? null : URL.parse(shopUrl)
  return (
    link !== null && isWebLink(url) && link.pathname.startsWith('/p/') && (shop === null || shop.origin === link.origin)
  )
}
