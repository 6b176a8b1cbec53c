import type { StatementEntry, StatementPage, StatementQuery } from '#protocol/api/statement.ts';
import type { Localized } from '#protocol/primitives.ts';
import { instantOf } from '../../platform/clock/zone.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { accountOf, readPackages } from './repository.ts';
import { matcherOf } from './rules.ts';
import { endOf, isWithin, spansOf } from './spans.ts';
import { periodTotals } from './totals.ts';
import { walkDown, type BalancedLine } from './walk.ts';

/** Batch size for reading lines when filters are set. */
const filteredPerRead = 500;

function unnamed(id: string): Localized {
  return { ru: id, en: id, sv: id };
}

/**
 * Converts a line for the viewer. The payment is included only for its payer, or if made by SMS: the card mask must not
 * be shown to other people.
 */
function entryOf(line: BalancedLine, names: ReadonlyMap<string, Localized>, viewerId: string): StatementEntry {
  const { id, kind, at, day, method, amountKopecks, balanceAfterKopecks, charges, payment } = line;
  const shown = payment !== null && (payment.payerId === viewerId || (payment.payerId === null && payment.bySms));
  return {
    id: String(id),
    kind,
    at: instantOf(at),
    day,
    amountKopecks,
    balanceAfterKopecks,
    packages: charges.length > 0 ? charges.length : null,
    method,
    charges: charges.map((charge) => ({ ...charge, name: names.get(charge.packageId) ?? unnamed(charge.packageId) })),
    payment: shown ? { id: payment.id, method: payment.method, cardMask: payment.cardMask } : null,
  };
}

/** Parses a cursor: id of the last line of the previous page; null: first page. Errors: `input-invalid`. */
function parseCursor(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (!/^\d{1,15}$/.test(cursor)) throw new ProblemError('input-invalid', { fields: ['cursor'] });
  return Number(cursor);
}

/**
 * Reads a page of a contract's statement, newest first. The caller checks access to the contract. Lines before the cursor
 * never change, so pages join without gaps while transactions are posted. The balance after a line is that of the
 * account and independent of the filters.
 *
 * Without filters the cost of a page does not depend on the length of the statement. With filters the first page reads
 * the whole period, because it counts the matches; later pages read until the page is full.
 *
 * @param viewerId id of the account that reads the statement
 * Errors: `UnknownContract`; `input-invalid` for an invalid cursor.
 */
export async function readStatement(
  core: Core,
  contractNumber: string,
  query: StatementQuery,
  viewerId: string,
): Promise<StatementPage> {
  const { db } = core;
  const accountId = await accountOf(db, contractNumber);
  const end = await endOf(db, accountId);
  const names = await readPackages(db);
  const matches = matcherOf(query, { packages: names, methods: core.profile.payments.methods });
  const cursor = parseCursor(query.cursor);
  const first = cursor === null;
  const spans = (await spansOf(db, accountId, query, end))
    .map((span) => (first ? span : { ...span, through: Math.min(span.through, cursor - 1) }))
    .filter((span) => span.after < span.through);
  const countAll = first && matches !== null;
  const shown: BalancedLine[] = [];
  let matching = 0;
  walking: for await (const lines of walkDown(
    db,
    accountId,
    spans,
    matches === null ? query.limit + 1 : filteredPerRead,
  )) {
    for (const line of lines) {
      if (!isWithin(line.day, query) || (matches !== null && !matches(line))) continue;
      matching += 1;
      if (shown.length < query.limit) shown.push(line);
      else if (!countAll) break walking;
    }
  }
  const last = shown.at(-1);
  const page = {
    entries: shown.map((line) => entryOf(line, names, viewerId)),
    nextCursor: matching > shown.length && last !== undefined ? String(last.id) : null,
  };
  if (!first) return { ...page, totals: null, packages: null };
  const { lines, packages, ...totals } = await periodTotals(db, accountId, query, end);
  return {
    ...page,
    totals: { ...totals, count: matches === null ? lines : matching },
    packages: [...names].flatMap(([id, name]) => (packages.has(id) ? [{ id, name }] : [])),
  };
}
