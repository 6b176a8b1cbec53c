import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { creditContract } from '../billing/credit.ts';
import { inTransaction } from '../../platform/database/unit-of-work.ts';
import { cashAccountIds } from '../ledger/accounts.ts';
import { noAccount, openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { seedDemo } from '../../outside/seed/seed-demo.ts';
import { audit, auditText } from './audit.ts';

describeOnDatabases('the audit', (kind) => {
  let test: TestCore;
  beforeEach(async () => {
    test = await openTestCore(await freshDatabase(kind));
    await seedDemo(test.core, { createAccount: noAccount });
  });
  afterEach(() => test.close());
  const transaction = {
    id: 90_001,
    kind: 'daily-charge',
    at: 0,
    day: '2027-01-01',
    method: null,
    idempotency_key: null,
  } as const;
  const contractNumber = '2256884759';

  it('reports no findings for demo data, and what it counted', async () => {
    expect(auditText(await audit(test.core))).toMatch(
      /^Ledger clean: \d{4} transactions, \d{4} entries, 7 contracts, \d{4} charges\.$/,
    );
  });

  it('finds an unbalanced transaction and one without entries', async () => {
    const { db } = test.core;
    await db
      .insertInto('ledger_transactions')
      .values([transaction, { ...transaction, id: 90_002 }])
      .execute();
    await db
      .insertInto('ledger_entries')
      .values({ id: 90_001, transaction_id: 90_001, account_id: 1, amount_kopecks: 7, package_id: null })
      .execute();
    expect((await audit(test.core)).findings).toEqual([
      'transaction 90001 has 1 sides that sum to 7',
      'transaction 90002 has 0 sides that sum to 0',
      'the whole ledger sums to 7',
    ]);
  });

  it('finds a charge with a wrong amount, one without an entry, and an entry without a charge', async () => {
    const { db } = test.core;
    const { id: account } = await db
      .selectFrom('ledger_accounts')
      .select('id')
      .where('contract_number', '=', contractNumber)
      .executeTakeFirstOrThrow();
    await db.insertInto('ledger_transactions').values(transaction).execute();
    const entry = { transaction_id: 90_001, package_id: null } as const;
    await db
      .insertInto('ledger_entries')
      .values([
        { ...entry, id: 90_001, account_id: account, amount_kopecks: -500, package_id: 'playroom' },
        { ...entry, id: 90_002, account_id: account, amount_kopecks: -400, package_id: 'horizons' },
        { ...entry, id: 90_003, account_id: 1, amount_kopecks: 900 },
      ])
      .execute();
    const charge = { day: '2027-01-01', contract_number: contractNumber, transaction_id: 90_001 };
    await db
      .insertInto('charges')
      .values([
        { ...charge, package_id: 'playroom', monthly_kopecks: 14_900, amount_kopecks: 500 },
        { ...charge, package_id: 'stage', monthly_kopecks: 12_900, amount_kopecks: 416 },
      ])
      .execute();
    const { findings } = await audit(test.core);
    expect(findings).toEqual([
      `charge of playroom on ${contractNumber} for 2027-01-01 is 500, the rule says 480`,
      `charge of stage on ${contractNumber} for 2027-01-01 has no entry`,
      'entry 90002 charges a package without a charge',
    ]);
    expect(auditText(await audit(test.core))).toContain('NOT clean');
  });

  it('finds a payment without a credit, a credit of a wrong amount, and a credit without a payment', async () => {
    const { core } = test;
    const { db } = core;
    const payment = {
      account_id: null,
      contract_number: contractNumber,
      payee: contractNumber,
      method: 'sbp',
      origin: 'online',
      amount_kopecks: 50_000,
      fee_kopecks: 0,
      status: 'succeeded',
      stage: null,
      decline_reason: null,
      language: 'en',
      phone: null,
      linked_card_id: null,
      link_card: 0,
      created_at: 0,
      expires_at: null,
      settled_at: 0,
      asked_at: 0,
      order_id: null,
      order_version: 1,
      page_url: null,
      sbp_payload: null,
      card_mask: null,
      transaction_id: null,
      refund_transaction_id: null,
    } as const;
    const credit = (id: string, amountKopecks: number): Promise<number> =>
      inTransaction(core, async (unit) => {
        const { transactionId } = await creditContract(core, unit, {
          kind: 'top-up',
          contractNumber,
          amountKopecks,
          method: 'sbp',
          fromAccountId: cashAccountIds.sbp,
          idempotencyKey: `payment:${id}`,
        });
        return transactionId;
      });
    const rows = [
      { id: 'a-right', transaction_id: await credit('a-right', 50_000) },
      { id: 'b-without', transaction_id: null },
      { id: 'c-less', transaction_id: await credit('c-less', 40_000) },
      { id: 'd-declined', transaction_id: await credit('d-declined', 50_000), status: 'declined' },
      { id: 'e-another', transaction_id: await credit('e-another-one', 50_000) },
    ] as const;
    const orphan = await credit('nobody', 100);
    await db
      .insertInto('payments')
      .values(rows.map((row) => ({ ...payment, ...row, key_hash: row.id })))
      .execute();
    const { findings } = await audit(core);
    expect(findings).toEqual([
      'payment b-without succeeded and has no credit',
      'payment c-less is of 50000, its credit of 40000',
      'payment d-declined is declined and has a credit',
      `payment e-another names transaction ${rows[4].transaction_id} as its credit, which is not`,
      `transaction ${orphan} is for payment:nobody, which knows nothing of it`,
    ]);
  });
});
