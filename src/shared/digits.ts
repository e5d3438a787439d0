const decimalDigit = /^\p{Nd}$/u
const otherDigits = /(?![0-9])\p{Nd}/gu

/** Writes every decimal digit of any script (٣, ۳, ३, ３, …) as 0-9 and leaves the rest alone. */
export function toLatinDigits(text: string): string {
  return text.replace(otherDigits, (digit) => String(digitValue(digit.codePointAt(0) ?? 0)))
}

/** Writes 0-9 as Arabic-Indic digits, for stores that chose them. */
export function toArabicDigits(text: string): string {
  return text.replace(/[0-9]/g, (digit) => String.fromCodePoint(0x0660 + Number(digit)))
}

// Unicode keeps each set of decimal digits in one ascending run that starts at its zero (The Unicode Standard, 4.6).
function digitValue(codePoint: number): number {
  let zero = codePoint
  while (decimalDigit.test(String.fromCodePoint(zero - 1))) zero -= 1
  return (codePoint - zero) % 10
}
