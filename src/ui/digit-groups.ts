/** Digits in groups of the given lengths, parted by blanks; what is longer stands as a last group. */
export function groupDigits(digits: string, groups: readonly number[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const length of groups) {
    parts.push(digits.slice(at, at + length));
    at += length;
  }
  return [...parts, digits.slice(at)].filter((part) => part !== '').join(' ');
}

/** The place in a grouped text right behind its n-th digit. */
export function placeAfter(grouped: string, digits: number): number {
  if (digits <= 0) return 0;
  let seen = 0;
  for (let place = 0; place < grouped.length; place += 1) {
    if (/\d/.test(grouped.charAt(place))) seen += 1;
    if (seen === digits) return place + 1;
  }
  return grouped.length;
}
