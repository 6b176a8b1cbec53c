import type { z } from 'zod';
import type { exportQuery } from '#protocol/api/statement.ts';
import type { Language, Localized } from '#protocol/primitives.ts';
import { wallClock } from '../../platform/clock/zone.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import { matcherOf } from './rules.ts';
import { endOf, isWithin, spansOf } from './spans.ts';
import { accountOf } from './repository.ts';
import { readPackages } from './repository.ts';
import { walkUp, type BalancedLine } from './walk.ts';
import { kindNames, methodNames } from './words.ts';

/** Batch size for reading lines: bounds memory and the number of queries. */
const linesPerRead = 500;

/** Filters of an export. */
export type ExportQuery = z.infer<typeof exportQuery>;

/** A line of an export. */
export interface ExportLine {
  readonly day: string;
  /** `HH:MM` in the operator's time zone. */
  readonly time: string;
  readonly entry: string;
  /** Packages with their charges, or the top-up method. */
  readonly details: string;
  readonly amountKopecks: number;
  readonly balanceKopecks: number;
}

/** Formats kopecks as roubles with two decimals. */
export function roubles(kopecks: number, mark: '.' | ','): string {
  const digits = String(Math.abs(kopecks)).padStart(3, '0');
  return `${kopecks < 0 ? '-' : ''}${digits.slice(0, -2)}${mark}${digits.slice(-2)}`;
}

/** Decimal separator of a language. */
export function decimalMark(language: Language): '.' | ',' {
  return language === 'en' ? '.' : ',';
}

/**
 * Reads the lines of an export in batches, oldest first. Lines posted after the call are left out. Each batch is read on
 * demand; ending the generator stops reading.
 * Errors: `UnknownContract`, before the first batch.
 */
export async function openExport(
  core: Core,
  contractNumber: string,
  query: ExportQuery,
  language: Language,
): Promise<AsyncGenerator<readonly ExportLine[], void, undefined>> {
  const { db, profile } = core;
  const accountId = await accountOf(db, contractNumber);
  const end = await endOf(db, accountId);
  const names = await readPackages(db);
  const matches = matcherOf(query, { packages: names, methods: profile.payments.methods }) ?? ((): boolean => true);
  const wayNames = new Map<string, Localized>(profile.payments.methods.map(({ id, name }) => [id, name]));
  const mark = decimalMark(language);
  const details = ({ charges, method, payment }: BalancedLine): string => {
    if (charges.length > 0) {
      return charges
        .map(({ packageId, amountKopecks }) => {
          return `${names.get(packageId)?.[language] ?? packageId} ${roubles(amountKopecks, mark)}`;
        })
        .join('; ');
    }
    const way = payment === null ? undefined : wayNames.get(payment.method);
    return (way ?? (method === null ? undefined : methodNames[method]))?.[language] ?? '';
  };
  const written = (line: BalancedLine): ExportLine => ({
    day: line.day,
    time: wallClock(line.at, profile.timeZone),
    entry: kindNames[line.kind][language],
    details: details(line),
    amountKopecks: line.amountKopecks,
    balanceKopecks: line.balanceAfterKopecks,
  });
  const spans = await spansOf(db, accountId, query, end);
  return (async function* (): AsyncGenerator<readonly ExportLine[], void, undefined> {
    for await (const lines of walkUp(db, accountId, spans, linesPerRead)) {
      yield lines.filter((line) => isWithin(line.day, query) && matches(line)).map(written);
    }
  })();
}
