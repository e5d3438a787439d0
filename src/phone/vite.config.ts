import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'

const root = fileURLToPath(new URL('.', import.meta.url))

/** The phone as static files; nothing in them names another host, and no script or style is inline. */
// biome-ignore lint/style/noDefaultExport: Vite reads the default export.
export default defineConfig({
  root,
  base: '/phone/',
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL('../../dist/phone', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2024',
    license: true,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  logLevel: 'warn',
})
