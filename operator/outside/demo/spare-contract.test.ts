import { afterEach, beforeEach, expect, it } from 'vitest';
import { completionRequest } from '#protocol/api/registrations.ts';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { completionMatches } from '../../domains/accounts/registration/rules.ts';
import { noAccount, openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { seedDemo } from '../seed/seed-demo.ts';
import { spareContracts } from '../seed/spare-contracts.ts';
import { readSpareContract } from './spare-contract.ts';

describeOnDatabases('a contract for who registers in the demo', (kind) => {
  let test: TestCore;
  beforeEach(async () => {
    test = await openTestCore(await freshDatabase(kind));
  });
  afterEach(() => test.close());

  it('is null without demo data', async () => {
    expect(await readSpareContract(test.core.db)).toBeNull();
  });

  it('returns each contract until all are taken, and completes a registration', async () => {
    const { db } = test.core;
    await seedDemo(test.core, { createAccount: noAccount });
    const offered: string[] = [];
    for (const [position] of spareContracts.entries()) {
      const spare = completionRequest.parse(await readSpareContract(db));
      expect(await readSpareContract(db)).toEqual(spare);
      const { surname, first_name, patronymic } = await db
        .selectFrom('contracts')
        .selectAll()
        .where('number', '=', spare.contractNumber)
        .executeTakeFirstOrThrow();
      const card = await db
        .selectFrom('cards')
        .selectAll()
        .where('number', '=', spare.cardNumber)
        .executeTakeFirstOrThrow();
      const contract = { surname, firstName: first_name, patronymic, closed: false };
      const facts = { contract, contractOfCard: card.contract_number, boundElsewhere: false };
      expect(completionMatches(spare, facts)).toBe(true);
      offered.push(spare.contractNumber);
      const id = `account-${position}`;
      await db.insertInto('accounts').values({ id, created_at: 0 }).execute();
      await db
        .insertInto('account_contracts')
        .values({ account_id: id, contract_number: spare.contractNumber, position: 0 })
        .execute();
    }
    expect(new Set(offered).size).toBe(spareContracts.length);
    expect(await readSpareContract(db)).toBeNull();
    await db.deleteFrom('accounts').where('id', '=', 'account-0').execute();
    expect((await readSpareContract(db))?.contractNumber).toBe(offered[0]);
  });
});
