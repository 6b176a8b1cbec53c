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

/** Lines read at a time: few enough to keep little, enough to make the questions few. */
const linesAtOnce = 500;

/** Which lines an export holds. */
export type ExportQuery = z.infer<typeof exportQuery>;

/** A line as an export writes it. */
export interface ExportLine {
  readonly day: string;
  /** On the operator's wall clock, `HH:MM`. */
  readonly time: string;
  readonly entry: string;
  /** Packages with what each cost, or how the money came. */
  readonly details: string;
  readonly amountKopecks: number;
  readonly balanceKopecks: number;
}

/** Kopecks as roubles with two digits after the mark. */
export function roubles(kopecks: number, mark: '.' | ','): string {
  const digits = String(Math.abs(kopecks)).padStart(3, '0');
  return `${kopecks < 0 ? '-' : ''}${digits.slice(0, -2)}${mark}${digits.slice(-2)}`;
}

/** The sign between roubles and kopecks as people of a language write it. */
export function decimalMark(language: Language): '.' | ',' {
  return language === 'en' ? '.' : ',';
}

/**
 * The lines of an export, the oldest first, in pieces, as of the moment of asking: what is posted while they are written is
 * left out. The next piece is read when it is asked for, and nothing is read any more once the generator is ended.
 * Errors: `UnknownContract`, at once.
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
    for await (const lines of walkUp(db, accountId, spans, linesAtOnce)) {
      yield lines.filter((line) => isWithin(line.day, query) && matches(line)).map(written);
    }
  })();
}
