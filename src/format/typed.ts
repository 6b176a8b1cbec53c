/**
 * What people type or paste, in plain characters: full-width signs as the narrow ones, every kind of blank and dash as
 * one, invisible marks gone. Narrower than NFKC on purpose: that would make "10²" the amount 102.
 */
export function plainTyped(text: string): string {
  return text
    .replaceAll(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replaceAll(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .replaceAll(/\s/g, ' ')
    .replaceAll(/[\u2010-\u2015\u2212]/g, '-')
    .trim();
}
