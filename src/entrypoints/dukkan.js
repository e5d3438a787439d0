#!/usr/bin/env node
// JavaScript, because whatever runs before the cache is on makes Node load its TypeScript compiler: 17 MB for good.
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'

enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/dukkan'))
// Nearly all that is made while modules load is kept. A nursery that grew for it would hold 60 MB from then on.
setFlagsFromString('--semi-space-growth-factor=1')

await import('./cli.ts')
