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

/** Lines read at a time when many may have to be looked through. */
const filteredAtOnce = 500;

function unnamed(id: string): Localized {
  return { ru: id, en: id, sv: id };
}

/**
 * A line as the asker sees it. The payment behind it is shown to whoever made it, and by SMS to whoever sees the contract:
 * the mask of a stranger's card is theirs.
 */
function entryOf(line: BalancedLine, names: ReadonlyMap<string, Localized>, askerId: string): StatementEntry {
  const { id, kind, at, day, method, amountKopecks, balanceAfterKopecks, charges, payment } = line;
  const shown = payment !== null && (payment.payerId === askerId || (payment.payerId === null && payment.bySms));
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

/** The last line of the page before; null: there is none. Errors: `input-invalid`. */
function lineOf(cursor: string | undefined): number | null {
  if (cursor === undefined) return null;
  if (!/^\d{1,15}$/.test(cursor)) throw new ProblemError('input-invalid', { fields: ['cursor'] });
  return Number(cursor);
}

/**
 * A page of a contract's statement, newest first; whether the asker may see it is asked before. What lies before the
 * cursor never changes, so pages join whatever is posted meanwhile. The balance after a line is that of the account, not
 * of the lines shown.
 *
 * Without filters a page costs the same however long the statement is. With them lines are looked through from the
 * newest: on the first page all of the period, because they are counted, further on until the page is full.
 *
 * @param askerId the account that asks
 * Errors: `UnknownContract`; `input-invalid` for a cursor that is none.
 */
export async function readStatement(
  core: Core,
  contractNumber: string,
  query: StatementQuery,
  askerId: string,
): Promise<StatementPage> {
  const { db } = core;
  const accountId = await accountOf(db, contractNumber);
  const end = await endOf(db, accountId);
  const names = await readPackages(db);
  const matches = matcherOf(query, { packages: names, methods: core.profile.payments.methods });
  const cursor = lineOf(query.cursor);
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
    matches === null ? query.limit + 1 : filteredAtOnce,
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
    entries: shown.map((line) => entryOf(line, names, askerId)),
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
