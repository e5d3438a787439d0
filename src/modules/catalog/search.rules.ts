const article = 'ال'
const shortestStem = 3
const mostWords = 8

/**
 * The words to look for in folded text, each once. Arabic's article is dropped, since "التمر" should find "تمر" and the
 * words are looked for inside others anyway.
 */
export function searchWords(folded: string): string[] {
  const words = folded.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  return [...new Set(words.map(withoutArticle))].slice(0, mostWords)
}

function withoutArticle(word: string): string {
  const stem = word.slice(article.length)
  return word.startsWith(article) && stem.length >= shortestStem ? stem : word
}
