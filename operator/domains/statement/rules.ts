import type { OperatorProfile } from '#protocol/api/profile.ts';
import type { StatementKind, StatementQuery } from '#protocol/api/statement.ts';
import { languages, type Localized } from '#protocol/primitives.ts';
import type { EntryKind, LedgerLine } from '../ledger/index.ts';
import { methodNames } from './words.ts';

/** Filters of a statement besides the period. */
export type Filters = Pick<StatementQuery, 'kind' | 'packageId' | 'method' | 'search'>;

/** Names that the search matches besides amounts. */
export interface SearchNames {
  readonly packages: ReadonlyMap<string, Localized>;
  readonly methods: OperatorProfile['payments']['methods'];
}

type Part = Pick<LedgerLine, 'kind' | 'method' | 'amountKopecks' | 'charges' | 'payment'>;

const kindOf: Readonly<Record<EntryKind, StatementKind>> = {
  opening: 'other',
  'daily-charge': 'charges',
  'restore-charge': 'charges',
  'top-up': 'payments',
  promise: 'promises',
  'promise-return': 'promises',
  bonus: 'other',
  correction: 'other',
  refund: 'payments',
};

/** Normalises text for comparison: case, width and repeated blanks are ignored, `ё` equals `е`. */
function normalised(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim();
}

function normalisedNames(name: Localized): string[] {
  return languages.map((language) => normalised(name[language]));
}

/** Formats an amount for the search: roubles, point, two digits of kopecks, no sign. */
function amountText(kopecks: number): string {
  const digits = String(Math.abs(kopecks)).padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * Parses a search text as digits of an amount; null: not an amount. Ignores sign, currency, blanks and thousands
 * separators; a comma or point before at most two digits is the decimal separator.
 */
function searchedAmount(words: string): string | null {
  const bare = words.replace(/₽|руб\.?|rub\.?|\s|^[-+−–]/gu, '');
  const plain = /^\d{1,3}(,\d{3})+(\.\d{0,2})?$/.test(bare) ? bare.replaceAll(',', '') : bare;
  return /^\d+([.,]\d{0,2})?$/.test(plain) ? plain.replace(',', '.') : null;
}

/** Matches digits within the amount of a line or of one of its packages, and parts of names. */
function searcher(search: string, names: SearchNames): ((line: Part) => boolean) | null {
  const words = normalised(search);
  if (words === '') return null;
  const amount = searchedAmount(words);
  const holds = (name: Localized): boolean => normalisedNames(name).some((text) => text.includes(words));
  const packages = new Set([...names.packages].filter(([, name]) => holds(name)).map(([id]) => id));
  const methods = new Set<string>(
    Object.entries(methodNames)
      .filter(([, name]) => holds(name))
      .map(([method]) => method),
  );
  const payments = new Set<string>(names.methods.filter(({ name }) => holds(name)).map(({ id }) => id));
  const hasDigits = (kopecks: number): boolean => amount !== null && amountText(kopecks).includes(amount);
  return ({ amountKopecks, charges, method, payment }) =>
    hasDigits(amountKopecks) ||
    charges.some((charge) => packages.has(charge.packageId) || hasDigits(charge.amountKopecks)) ||
    (method !== null && methods.has(method)) ||
    (payment !== null && payments.has(payment.method));
}

/**
 * Returns a predicate for lines that match all filters; null: no filter is set. `method` is a payment method (`yoomoney`)
 * or a top-up method of the ledger (`wallet`, `cash-desk`).
 */
export function matcherOf(filters: Filters, names: SearchNames): ((line: Part) => boolean) | null {
  const { kind, packageId, method } = filters;
  const found = searcher(filters.search ?? '', names);
  if (kind === undefined && packageId === undefined && method === undefined && found === null) return null;
  return (line) =>
    (kind === undefined || kindOf[line.kind] === kind) &&
    (packageId === undefined || line.charges.some((charge) => charge.packageId === packageId)) &&
    (method === undefined || line.method === method || line.payment?.method === method) &&
    (found === null || found(line));
}
