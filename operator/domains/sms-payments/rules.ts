/** What the operator's profile says of paying by SMS. */
export interface SmsRules {
  /** What a message begins with, lower case. */
  readonly keyword: string;
  readonly minKopecks: number;
  readonly maxKopecks: number;
}

/** What is wrong with a message, as far as its text alone tells. */
export type WrongMessage =
  | { readonly wrong: 'empty' }
  | { readonly wrong: 'keyword' }
  | { readonly wrong: 'number-missing' }
  /** Not 10 or 12 digits; `digits` null: something else than digits stands there. */
  | { readonly wrong: 'number'; readonly digits: number | null }
  | { readonly wrong: 'amount-missing' }
  /** Not whole roubles. */
  | { readonly wrong: 'amount' }
  | { readonly wrong: 'amount-small' }
  | { readonly wrong: 'amount-large' }
  /** More than three words: a number or a sum was written with blanks in it, or something else was added. */
  | { readonly wrong: 'more-words' };

/** What could be made out of a message that is wrong; for an example that keeps what was right. */
export interface Understood {
  readonly payee: string | null;
  readonly amountKopecks: number | null;
}

/** A message to the short number as it was understood. */
export type ReadMessage =
  | { readonly ok: true; readonly payee: string; readonly amountKopecks: number }
  | { readonly ok: false; readonly mistake: WrongMessage; readonly understood: Understood };

const PAYEE = /^(\d{10}|\d{12})$/;
/** More digits than any limit has; longer ones are not even counted. */
const MOST_DIGITS = 9;

function readPayee(word: string | undefined): string | WrongMessage {
  if (word === undefined) return { wrong: 'number-missing' };
  if (PAYEE.test(word)) return word;
  return { wrong: 'number', digits: /^\d+$/.test(word) ? word.length : null };
}

function readAmount(word: string | undefined, rules: SmsRules): number | WrongMessage {
  if (word === undefined) return { wrong: 'amount-missing' };
  // Zeros in front are somebody's slip, and nobody knows of which kind.
  if (!/^(0|[1-9]\d*)$/.test(word)) return { wrong: 'amount' };
  if (word.length > MOST_DIGITS) return { wrong: 'amount-large' };
  const kopecks = Number(word) * 100;
  if (kopecks < rules.minKopecks) return { wrong: 'amount-small' };
  return kopecks > rules.maxKopecks ? { wrong: 'amount-large' } : kopecks;
}

/**
 * Reads a message to the short number: `<keyword> <10-digit contract or 12-digit card> <whole roubles>`, upper or lower
 * case, any blanks between (also those that do not break a line) and around. Everything else is wrong, and the first thing
 * that is, is told.
 */
export function readPaymentMessage(text: string, rules: SmsRules): ReadMessage {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const [first, second, third, ...rest] = words;
  const payee = readPayee(second);
  const amount = readAmount(third, rules);
  // With words too many nobody knows which of them is the sum.
  const clear = rest.length === 0;
  const understood: Understood = {
    payee: typeof payee === 'string' ? payee : null,
    amountKopecks: clear && typeof amount === 'number' ? amount : null,
  };
  const no = (mistake: WrongMessage): ReadMessage => ({ ok: false, mistake, understood });
  if (first === undefined) return no({ wrong: 'empty' });
  // Plain letters alone: a look-alike of another alphabet is another word.
  if (!/^[a-z]+$/i.test(first) || first.toLowerCase() !== rules.keyword) return no({ wrong: 'keyword' });
  if (!clear) return no({ wrong: 'more-words' });
  if (typeof payee !== 'string') return no(payee);
  if (typeof amount !== 'number') return no(amount);
  return { ok: true, payee, amountKopecks: amount };
}
