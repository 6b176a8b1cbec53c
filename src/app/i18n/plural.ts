/**
 * Which of a text's forms a Russian number takes (CLDR, cardinal): one (1, 21), few (2–4, 22–24), many (the rest).
 * Texts give three forms: `{n} день | {n} дня | {n} дней`.
 */
export function russianForm(count: number): number {
  const ten = Math.abs(count) % 10;
  const hundred = Math.abs(count) % 100;
  if (ten === 1 && hundred !== 11) return 0;
  return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? 1 : 2;
}
