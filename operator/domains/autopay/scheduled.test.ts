import { afterEach, beforeEach, expect, it } from 'vitest';
import { freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { autopay, autopayStatus, type Autopay } from '#protocol/api/autopay.ts';
import { operations } from '#protocol/api/operations.ts';
import { demoContracts } from '../../outside/seed/demo-contracts.ts';
import { startRig, type Request, type Rig } from '../../../tests/authorization/harness.ts';
import { marina, signIn } from '../../../tests/authorization/fixture-data.ts';

const parts = { contractNumber: demoContracts.healthy };
const day = 86_400_000;
let database: TestDatabase;
let rig: Rig;

beforeEach(async () => {
  database = await freshDatabase('sqlite');
  rig = await startRig(database.address);
});
afterEach(async () => {
  await rig.close();
  await database.remove();
});

async function ask(request: Pick<Request, 'method' | 'body'>): Promise<Autopay> {
  const { accessToken: token } = await signIn(rig, marina);
  const answer = await rig.ask({ template: autopay.read.path, parts, token, ...request });
  expect(answer.status).toBe(200);
  return autopayStatus.parse(JSON.parse(answer.text));
}

it('runs when the day begins in the service as it is put together, and tells the day before', async () => {
  const { db } = rig.server.core;
  const { account } = await signIn(rig, marina);
  // A card that the payment system does not know: the try is made, and refused.
  const card = { id: 'a-card', account_id: account.id, token: 'nobody-knows', mask: '•• 4242', brand: 'MIR' };
  await db
    .insertInto('linked_cards')
    .values({ ...card, expires: '12/39', linked_at: 0, unlinked_at: null })
    .execute();
  const set = await ask({
    method: 'PUT',
    body: {
      when: { kind: 'threshold', belowKopecks: 1_000_000 },
      amountKopecks: 50_000,
      monthlyCeilingKopecks: 50_000,
      linkedCardId: card.id,
    },
  });
  expect(set.next).toEqual({ on: '2026-11-23', amountKopecks: 50_000, announced: true });
  const advance = { method: 'POST', template: operations.console.advanceClock.path, body: { ms: day } } as const;
  expect((await rig.ask(advance)).status).toBe(200);
  expect((await ask({ method: 'GET' })).plan).toBeNull();
  const tried = await db.selectFrom('payments').select(['status', 'decline_reason', 'amount_kopecks']).execute();
  expect(tried).toEqual([{ status: 'declined', decline_reason: 'card-unlinked', amount_kopecks: 50_000 }]);
  const told = await db
    .selectFrom('events')
    .select(['type', 'account_id'])
    .where('account_id', 'is not', null)
    .orderBy('id')
    .execute();
  expect(told).toEqual([
    { type: 'autopay-announced', account_id: account.id },
    { type: 'payment-changed', account_id: account.id },
  ]);
});
