/** Settings of SMS payments from the operator profile. */
export interface SmsRules {
  /** First word of a message, lower case. */
  readonly keyword: string;
  readonly minKopecks: number;
  readonly maxKopecks: number;
}

/** Mistake in the text of a message. */
export type WrongMessage =
  | { readonly wrong: 'empty' }
  | { readonly wrong: 'keyword' }
  | { readonly wrong: 'number-missing' }
  /** Not 10 or 12 digits; `digits` null: not a number. */
  | { readonly wrong: 'number'; readonly digits: number | null }
  | { readonly wrong: 'amount-missing' }
  /** Not a whole number of roubles. */
  | { readonly wrong: 'amount' }
  | { readonly wrong: 'amount-small' }
  | { readonly wrong: 'amount-large' }
  /** More than three words: a number contains blanks, or there is additional text. */
  | { readonly wrong: 'more-words' };

/** Valid parts of an invalid message, reused in the example. */
export interface Understood {
  readonly payee: string | null;
  readonly amountKopecks: number | null;
}

/** Result of parsing a message. */
export type ReadMessage =
  | { readonly ok: true; readonly payee: string; readonly amountKopecks: number }
  | { readonly ok: false; readonly mistake: WrongMessage; readonly understood: Understood };

const PAYEE = /^(\d{10}|\d{12})$/;
/** Longest amount, in digits: above any limit. */
const MOST_DIGITS = 9;

function readPayee(word: string | undefined): string | WrongMessage {
  if (word === undefined) return { wrong: 'number-missing' };
  if (PAYEE.test(word)) return word;
  return { wrong: 'number', digits: /^\d+$/.test(word) ? word.length : null };
}

function readAmount(word: string | undefined, rules: SmsRules): number | WrongMessage {
  if (word === undefined) return { wrong: 'amount-missing' };
  // Leading zeros are a typing error whose meaning is unclear.
  if (!/^(0|[1-9]\d*)$/.test(word)) return { wrong: 'amount' };
  if (word.length > MOST_DIGITS) return { wrong: 'amount-large' };
  const kopecks = Number(word) * 100;
  if (kopecks < rules.minKopecks) return { wrong: 'amount-small' };
  return kopecks > rules.maxKopecks ? { wrong: 'amount-large' } : kopecks;
}

/**
 * Parses a message to the short number: `<keyword> <10-digit contract or 12-digit card> <whole roubles>`, in upper or
 * lower case, with any blanks (including non-breaking ones) between and around. Otherwise reports the first mistake.
 */
export function readPaymentMessage(text: string, rules: SmsRules): ReadMessage {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const [first, second, third, ...rest] = words;
  const payee = readPayee(second);
  const amount = readAmount(third, rules);
  // With extra words it is unclear which one is the amount.
  const clear = rest.length === 0;
  const understood: Understood = {
    payee: typeof payee === 'string' ? payee : null,
    amountKopecks: clear && typeof amount === 'number' ? amount : null,
  };
  const no = (mistake: WrongMessage): ReadMessage => ({ ok: false, mistake, understood });
  if (first === undefined) return no({ wrong: 'empty' });
  // ASCII letters only: look-alikes from other alphabets are rejected.
  if (!/^[a-z]+$/i.test(first) || first.toLowerCase() !== rules.keyword) return no({ wrong: 'keyword' });
  if (!clear) return no({ wrong: 'more-words' });
  if (typeof payee !== 'string') return no(payee);
  if (typeof amount !== 'number') return no(amount);
  return { ok: true, payee, amountKopecks: amount };
}
