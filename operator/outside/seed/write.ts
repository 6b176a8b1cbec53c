import type { Insertable, Transaction } from 'kysely';
import { chargeRows, type ChargeTable } from '../../domains/billing/index.ts';
import type { CardTable, ContractPackageTable, ContractTable } from '../../domains/contracts/index.ts';
import { bulkInsert } from '../../platform/database/bulk.ts';
import { reserveIds } from '../../platform/database/ids.ts';
import type { Database } from '../../platform/database/schema.ts';
import {
  checkpointEntries,
  extendCheckpoints,
  firstContractAccountId,
  postTransactions,
} from '../../domains/ledger/index.ts';
import { demoPackages, makeChannels } from './catalogue-data.ts';
import type { HistoryItem } from './history.ts';

/** A contract record to be written. */
export interface SeedContract {
  readonly record: ContractTable;
  readonly packages: readonly Omit<ContractPackageTable, 'contract_number'>[];
  readonly cards: readonly Omit<CardTable, 'contract_number'>[];
}

/** Writes the packages and `channelCount` channels. */
export async function writeCatalogue(trx: Transaction<Database>, channelCount: number): Promise<void> {
  const { channels, members } = makeChannels(channelCount);
  await trx.insertInto('packages').values(demoPackages).execute();
  await bulkInsert(trx, 'channels', channels);
  await bulkInsert(trx, 'package_channels', members);
}

/** Writes contracts with their ledger accounts; returns the account ids in the same order. */
export async function writeContracts(
  trx: Transaction<Database>,
  contracts: readonly SeedContract[],
): Promise<number[]> {
  const ids = await reserveIds(trx, 'ledger_accounts', contracts.length, firstContractAccountId);
  const own = (number: string): { contract_number: string } => ({ contract_number: number });
  await bulkInsert(
    trx,
    'contracts',
    contracts.map(({ record }) => record),
  );
  await bulkInsert(
    trx,
    'ledger_accounts',
    contracts.map(({ record: { number } }, index) => ({
      id: ids[index] ?? 0,
      kind: 'contract' as const,
      code: `contract:${number}`,
      ...own(number),
    })),
  );
  await bulkInsert(
    trx,
    'contract_packages',
    contracts.flatMap(({ record, packages }) => packages.map((item) => ({ ...item, ...own(record.number) }))),
  );
  await bulkInsert(
    trx,
    'cards',
    contracts.flatMap(({ record, cards }) => cards.map((card) => ({ ...card, ...own(record.number) }))),
  );
  return ids;
}

/** Posts history items to the ledger in the given order; returns the number of entries. */
export async function writeHistory(trx: Transaction<Database>, items: readonly HistoryItem[]): Promise<number> {
  const ids = await postTransactions(
    trx,
    items.map((item) => item.transaction),
  );
  const charges: Insertable<ChargeTable>[] = [];
  for (const [index, { contractNumber, transaction, charges: made }] of items.entries()) {
    charges.push(...chargeRows(contractNumber, transaction.day, ids[index] ?? 0, made));
  }
  // Sorted by key, so that the index grows at its end.
  charges.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
  await bulkInsert(trx, 'charges', charges);
  const entriesOf = new Map<number, number>();
  for (const { transaction } of items) {
    for (const { accountId } of transaction.postings) {
      if (accountId >= firstContractAccountId) entriesOf.set(accountId, (entriesOf.get(accountId) ?? 0) + 1);
    }
  }
  for (const [accountId, entries] of entriesOf) {
    if (entries >= checkpointEntries) await extendCheckpoints(trx, accountId);
  }
  return items.reduce((count, { transaction }) => count + transaction.postings.length, 0);
}
