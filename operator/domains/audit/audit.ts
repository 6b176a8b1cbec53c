import { sql, type Transaction } from 'kysely';
import { dayPrice, readContractBillings } from '../contracts/index.ts';
import type { Core } from '../../platform/lifecycle/core.ts';
import type { Database } from '../../platform/database/schema.ts';
import { inSnapshot } from '../../platform/database/unit-of-work.ts';
import { expectedCheckpoint } from '../ledger/index.ts';
import { auditPayments } from './audit-payments.ts';

/** Counts and findings of an audit; it passed when `findings` is empty. */
export interface AuditReport {
  readonly transactions: number;
  readonly entries: number;
  readonly contracts: number;
  readonly charges: number;
  readonly findings: readonly string[];
}

/** Limit of findings in a report. */
const mostFindings = 50;
const chunk = 1000;

class Findings {
  readonly list: string[] = [];
  add(finding: string): void {
    if (this.list.length < mostFindings) this.list.push(finding);
  }
}

async function count(trx: Transaction<Database>, table: 'ledger_transactions' | 'ledger_entries'): Promise<number> {
  const row = await trx
    .selectFrom(table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Checks that each transaction has at least two entries and sums to zero, and separately the sum of all entries. */
async function auditSums(trx: Transaction<Database>, findings: Findings): Promise<void> {
  const odd = await trx
    .selectFrom('ledger_transactions as t')
    .leftJoin('ledger_entries as e', 'e.transaction_id', 't.id')
    .select((eb) => [
      't.id',
      eb.fn.sum<number | null>('e.amount_kopecks').as('sum'),
      eb.fn.count<number>('e.id').as('sides'),
    ])
    .groupBy('t.id')
    .having((eb) =>
      eb.or([eb(eb.fn.count<number>('e.id'), '<', 2), eb(eb.fn.sum<number>('e.amount_kopecks'), '!=', 0)]),
    )
    .orderBy('t.id')
    .limit(mostFindings)
    .execute();
  for (const { id, sum, sides } of odd) findings.add(`transaction ${id} has ${sides} sides that sum to ${sum ?? 0}`);
  const whole = await trx
    .selectFrom('ledger_entries')
    .select((eb) => eb.fn.sum<number | null>('amount_kopecks').as('sum'))
    .executeTakeFirst();
  if ((whole?.sum ?? 0) !== 0) findings.add(`the whole ledger sums to ${whole?.sum ?? 0}`);
}

/** Checks that each contract has an account whose balance, as the service reads it, is the sum of its entries. */
async function auditBalances(trx: Transaction<Database>, today: string, findings: Findings): Promise<number> {
  const without = await trx
    .selectFrom('contracts as c')
    .leftJoin('ledger_accounts as a', 'a.contract_number', 'c.number')
    .select('c.number')
    .where('a.id', 'is', null)
    .limit(mostFindings)
    .execute();
  for (const { number } of without) findings.add(`contract ${number} has no account in the ledger`);
  let contracts = without.length;
  for (let after = ''; ;) {
    const states = await readContractBillings(trx, { after, limit: chunk }, today, false);
    const last = states.at(-1);
    if (last === undefined) return contracts;
    const sums = await trx
      .selectFrom('ledger_entries')
      .select((eb) => ['account_id', eb.fn.sum<number>('amount_kopecks').as('sum')])
      .where(
        'account_id',
        'in',
        states.map((state) => state.accountId),
      )
      .groupBy('account_id')
      .execute();
    const sumOf = new Map(sums.map((row) => [row.account_id, row.sum]));
    for (const { number, accountId, state } of states) {
      const sum = sumOf.get(accountId) ?? 0;
      if (sum !== state.balanceKopecks) {
        findings.add(`contract ${number} shows ${state.balanceKopecks} where its entries sum to ${sum}`);
      }
    }
    contracts += states.length;
    after = last.number;
  }
}

/** Recomputes each checkpoint from the previous one and the lines between them, including `earliest_day`. */
async function auditCheckpoints(trx: Transaction<Database>, findings: Findings): Promise<void> {
  let after = { accountId: 0, through: 0 };
  for (;;) {
    const rows = await trx
      .selectFrom('ledger_checkpoints')
      .selectAll()
      .where(sql<boolean>`(account_id, through_transaction_id) > (${after.accountId}, ${after.through})`)
      .orderBy('account_id')
      .orderBy('through_transaction_id')
      .limit(chunk)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    for (const row of rows) {
      const expected = await expectedCheckpoint(trx, row.account_id, row.through_transaction_id);
      for (const [column, value] of Object.entries(expected)) {
        const stands = row[column as keyof typeof expected];
        if (stands !== value) {
          const name = `checkpoint ${row.through_transaction_id} of account ${row.account_id}`;
          findings.add(`${name} has ${column} ${stands ?? 'null'}, its entries say ${value ?? 'null'}`);
        }
      }
    }
    after = { accountId: last.account_id, through: last.through_transaction_id };
  }
}

/** Checks that each charge has the amount of the billing rule and exactly one ledger entry, and vice versa. */
async function auditCharges(trx: Transaction<Database>, findings: Findings): Promise<number> {
  let seen = 0;
  let after = { day: '', number: '', packageId: '' };
  for (;;) {
    const rows = await trx
      .selectFrom('charges as c')
      .leftJoin('ledger_accounts as a', 'a.contract_number', 'c.contract_number')
      .leftJoin('ledger_entries as e', (join) =>
        join
          .onRef('e.transaction_id', '=', 'c.transaction_id')
          .onRef('e.account_id', '=', 'a.id')
          .onRef('e.package_id', '=', 'c.package_id'),
      )
      .select([
        'c.day',
        'c.contract_number as number',
        'c.package_id as packageId',
        'c.monthly_kopecks as monthly',
        'c.amount_kopecks as amount',
        'e.amount_kopecks as posted',
      ])
      .where(
        sql<boolean>`(c.day, c.contract_number, c.package_id) > (${after.day}, ${after.number}, ${after.packageId})`,
      )
      .orderBy('c.day')
      .orderBy('c.contract_number')
      .orderBy('c.package_id')
      .limit(5 * chunk)
      .execute();
    for (const { day, number, packageId, monthly, amount, posted } of rows) {
      const name = `charge of ${packageId} on ${number} for ${day}`;
      if (amount !== dayPrice(monthly, day))
        findings.add(`${name} is ${amount}, the rule says ${dayPrice(monthly, day)}`);
      if (posted === null) findings.add(`${name} has no entry`);
      else if (posted !== -amount) findings.add(`${name} is ${amount}, its entry ${posted}`);
    }
    seen += rows.length;
    const last = rows.at(-1);
    if (last === undefined) break;
    after = { day: last.day, number: last.number, packageId: last.packageId };
  }
  // Every charge has an entry (see above), so equal counts rule out duplicates and entries without a charge.
  const { posted } = await trx
    .selectFrom('ledger_entries')
    .select((eb) => eb.fn.count<number>('package_id').as('posted'))
    .executeTakeFirstOrThrow();
  if (posted !== seen) findings.add(`${posted} entries charge a package, ${seen} charges stand`);
  const orphans = await trx
    .selectFrom('ledger_entries as e')
    .innerJoin('ledger_transactions as t', 't.id', 'e.transaction_id')
    .innerJoin('ledger_accounts as a', 'a.id', 'e.account_id')
    .leftJoin('charges as c', (join) =>
      join
        .onRef('c.day', '=', 't.day')
        .onRef('c.contract_number', '=', 'a.contract_number')
        .onRef('c.package_id', '=', 'e.package_id')
        .onRef('c.transaction_id', '=', 't.id'),
    )
    .select('e.id')
    .where('e.package_id', 'is not', null)
    .where('c.day', 'is', null)
    .limit(mostFindings)
    .execute();
  for (const { id } of orphans) findings.add(`entry ${id} charges a package without a charge`);
  return seen;
}

/** Audits the ledger in one read-only snapshot. Reads in chunks, so that memory use is bounded. */
export async function audit(core: Core): Promise<AuditReport> {
  return inSnapshot(core, async (trx) => {
    const findings = new Findings();
    await auditSums(trx, findings);
    await auditCheckpoints(trx, findings);
    const contracts = await auditBalances(trx, core.clock.today(), findings);
    const charges = await auditCharges(trx, findings);
    await auditPayments(
      trx,
      (finding) => {
        findings.add(finding);
      },
      mostFindings,
    );
    return {
      transactions: await count(trx, 'ledger_transactions'),
      entries: await count(trx, 'ledger_entries'),
      contracts,
      charges,
      findings: findings.list,
    };
  });
}

/** Formats the report as text, one line per fact. */
export function auditText(report: AuditReport): string {
  const { transactions, entries, contracts, charges, findings } = report;
  const counted = `${transactions} transactions, ${entries} entries, ${contracts} contracts, ${charges} charges`;
  return findings.length === 0
    ? `Ledger clean: ${counted}.`
    : [`Ledger NOT clean: ${counted}.`, ...findings.map((finding) => `- ${finding}`)].join('\n');
}
