import { ar } from './ar.ts'
import { en } from './en.ts'
import { defineWords } from './language.ts'

/** The words of the phone itself. */
export const words = defineWords({ en, ar })
