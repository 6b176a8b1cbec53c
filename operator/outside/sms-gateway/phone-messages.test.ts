import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { openCore, type Core } from '../../platform/lifecycle/core.ts';
import { migrations } from '../../migrations/index.ts';
import { forgetMessages } from '../../platform/sms/sms.ts';
import { phoneMessages } from './phone-messages.ts';

const day = 86_400_000;
const phone = '+79161234567';

describeOnDatabases('messages of a phone', (kind) => {
  let database: TestDatabase;
  let core: Core;
  beforeEach(async () => {
    database = await freshDatabase(kind);
    core = await openCore({ migrations, address: database.address });
  });
  afterEach(async () => {
    await core.close();
    await database.remove();
  });

  const received = (id: string, at: number, answer: string | null): Promise<unknown> =>
    core.db.insertInto('incoming_messages').values({ id, at, phone, text: id, payment_id: null, answer }).execute();
  const sent = (id: string, at: number): Promise<unknown> =>
    core.db.insertInto('short_messages').values({ id, at, phone, account_id: null, text: id }).execute();

  it('are listed newest first, a reply after its message', async () => {
    await received('question', 2_000, 'answer');
    await sent('answer', 2_000);
    await sent('before', 1_000);
    await received('after', 3_000, null);
    expect((await phoneMessages(core.db)).map(({ id, direction }) => `${direction} ${id}`)).toEqual([
      'in after',
      'out answer',
      'in question',
      'out before',
    ]);
  });

  it('are deleted after 90 days, except unanswered ones', async () => {
    const now = 200 * day;
    for (const [name, age] of [
      ['old', 91],
      ['young', 89],
    ] as const) {
      await received(`${name}-answered`, now - age * day, 'answer');
      await received(`${name}-waiting`, now - age * day, null);
      await sent(`${name}-sent`, now - age * day);
    }
    await forgetMessages(core.db, now);
    expect((await phoneMessages(core.db)).map(({ id }) => id).sort()).toEqual([
      'old-waiting',
      'young-answered',
      'young-sent',
      'young-waiting',
    ]);
  });
});
