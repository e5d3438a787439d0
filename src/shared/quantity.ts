import { foldText } from './folding.ts'

const numberWords: readonly (readonly [quantity: number, words: string])[] = [
  [1, 'one واحد واحدة وحدة'],
  [2, 'two اثنان اثنين اثنتان اثنتين اتنين تنين ثنتين'],
  [3, 'three ثلاث ثلاثة تلاتة تلات'],
  [4, 'four أربع أربعة'],
  [5, 'five خمس خمسة'],
  [6, 'six ست ستة'],
  [7, 'seven سبع سبعة'],
  [8, 'eight ثمان ثماني ثمانية تمانية تمن'],
  [9, 'nine تسع تسعة'],
  [10, 'ten عشر عشرة'],
]

const quantityOfWord: ReadonlyMap<string, number> = new Map(
  numberWords.flatMap(([quantity, words]) =>
    foldText(words)
      .split(' ')
      .map((word) => [word, quantity] as const),
  ),
)

/**
 * Reads a whole number as shoppers write it: digits of any script, "x3", "3×", or a word from one to ten in English
 * or Arabic; null for anything else. Bounds are the caller's business.
 */
export function parseQuantity(text: string): number | null {
  const folded = foldText(text)
  const word = quantityOfWord.get(folded)
  if (word !== undefined) return word
  const digits = /^(?:[x×] ?)?(\d{1,16})$|^(\d{1,16}) ?[x×]$/.exec(folded)
  const quantity = Number(digits?.[1] ?? digits?.[2] ?? Number.NaN)
  return Number.isSafeInteger(quantity) ? quantity : null
}
