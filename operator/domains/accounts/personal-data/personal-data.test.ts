import { passwordResets, registrations } from '#protocol/api/sign-in.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accountData } from '#protocol/api/account-data.ts';
import { accounts } from '#protocol/api/accounts.ts';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { anna, boris, testService, type TestService } from '#tests/operator/test-app.ts';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';
import { accountBench, type AccountBench, type BenchAnswer } from '#tests/operator/account-fixture.ts';
import { purgeAccountRows } from '../purge-account-rows.ts';

const language = 'en';

/** Where the person's traces may be, and the demo's mailbox and the operator's records apart. */
const tables = [
  'accounts',
  'account_contracts',
  'sessions',
  'access_tokens',
  'refresh_tokens',
  'registrations',
  'one_time_links',
  'email_changes',
  'phone_changes',
  'consents',
  'two_step',
  'recovery_codes',
  'sign_in_challenges',
  'identities',
  'short_messages',
  'sign_in_failures',
] as const;

describeOnDatabases('the data of a person', (kind) => {
  let service: TestService;
  let bench: AccountBench;
  let dispose: () => Promise<void>;

  beforeEach(async () => {
    const database = await freshDatabase(kind);
    service = await testService(database.address);
    bench = accountBench(service);
    dispose = async () => {
      await service.close();
      await database.remove();
    };
  });
  afterEach(() => dispose());

  const signIn = async (): Promise<{ token: string; id: string; session: string }> => {
    const { accessToken, account, session } = await service.signIn();
    return { token: accessToken, id: account.id, session: session.id };
  };
  const remove = (token: string, password: string | null = anna.password): Promise<BenchAnswer> =>
    bench.post(accounts.delete.path, { password, language }, token);

  /** Leaves a trace of Anna in every table. */
  async function leaveTraces(token: string, id: string): Promise<void> {
    const { db } = service.core;
    const now = service.time.now;
    const post = (path: string, payload: object): Promise<BenchAnswer> =>
      bench.post(path, { password: anna.password, language, ...payload }, token);
    await post(accounts.changePhone.path, { phone: '+79005550100' });
    await post(accounts.changeEmail.path, { email: 'anna.new@example.test' });
    await bench.ask('PUT', accounts.setAdvertisingConsent.path, { granted: true, textVersion: '2026-09' }, token);
    await bench.post(passwordResets.create.path, { email: anna.email, language });
    await bench.register(anna.email, 'a lamp in the attic');
    await service.signIn({ password: 'wrong' }).catch(() => undefined);
    await post(accounts.changePhone.path, { password: 'wrong', phone: '+79005550100' });
    await db.insertInto('two_step').values({ account_id: id, secret: 'x', setup_expires_at: now }).execute();
    await db.insertInto('recovery_codes').values({ account_id: id, code_hash: 'x' }).execute();
    await db
      .insertInto('identities')
      .values({ provider: 'vk', subject: 'v1', account_id: id, name: 'Anna', email: null, linked_at: now })
      .execute();
    await db
      .insertInto('sign_in_challenges')
      .values({
        token_hash: 'x',
        account_id: id,
        computer: 'own',
        device_name: 'x',
        device_platform: 'linux',
        tries: 0,
        expires_at: now,
      })
      .execute();
    await service.post.deliver();
  }

  it('is shown whole, without a secret, and says what stays', async () => {
    const { token, id } = await signIn();
    await leaveTraces(token, id);
    const answer = await bench.ask('GET', accounts.data.path, undefined, token);
    const data = accountData.parse(answer.body);
    const at = new Date(service.time.now).toISOString();
    expect(data).toMatchObject({
      exportedAt: at,
      account: { id, email: anna.email, name: anna.email, phone: null },
      contracts: [{ number: anna.contract, label: null }],
      consents: [{ kind: 'advertising', granted: true, textVersion: '2026-09', at }],
      identities: [{ provider: 'vk', subject: 'v1', name: 'Anna', email: null, linkedAt: at }],
      sessions: [{ device: { name: 'Anna’s computer', platform: 'linux' }, computer: 'own', endedAt: null }],
      messages: [{ to: '+79005550100', at }],
      kept: ['contract', 'ledger'],
    });
    expect(data.letters.map((letter) => [letter.kind, letter.to]).toSorted()).toEqual([
      ['address-known', anna.email],
      ['email', 'anna.new@example.test'],
      ['email-changing', anna.email],
      ['password-reset', anna.email],
    ]);
    const code = (await service.core.db.selectFrom('short_messages').select('text').execute())[0]?.text ?? '';
    for (const secret of ['scrypt', token, code, anna.password])
      expect(JSON.stringify(answer.body)).not.toContain(secret);
    expect(JSON.stringify(answer.body)).not.toContain(boris.email);
  });

  it('goes with the account, and nobody else’s does', async () => {
    const boriss = await service.signIn({ email: boris.email, password: boris.password });
    const { token, id } = await signIn();
    await leaveTraces(token, id);
    const { db } = service.core;
    const before = new Map<string, number>();
    for (const table of tables) before.set(table, (await db.selectFrom(table).selectAll().execute()).length);
    for (const [table, rows] of before) expect([table, rows > 0]).toEqual([table, true]);
    expect((await remove(token)).status).toBe(204);
    const all = await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
    const text = JSON.stringify(all);
    for (const trace of [id, anna.email, 'anna.new', '+79005550100', '"v1"']) expect(text).not.toContain(trace);
    expect(await db.selectFrom('one_time_links').selectAll().execute()).toEqual([]);
    expect(await db.selectFrom('sign_in_failures').selectAll().execute()).toEqual([]);
    const letters = await db.selectFrom('letters').selectAll().where('recipient', 'is not', null).execute();
    expect(letters).toMatchObject([{ kind: 'account-deleted', recipient: anna.email, account_id: null }]);
    await service.sessions.authenticate(boriss.accessToken, true);
    const contracts = await db.selectFrom('contracts').select('number').orderBy('number').execute();
    expect(contracts.map((row) => row.number)).toEqual([anna.contract, boris.contract]);
  });

  it('goes while signed in on two devices: both are told, and neither gets in again', async () => {
    const [one, two] = [await signIn(), await signIn()];
    const ended: [string, string][] = [];
    service.sessions.onEnd((session, code) => ended.push([session, code]));
    expect((await remove(one.token)).status).toBe(204);
    expect(ended.toSorted()).toEqual([one, two].map(({ session }) => [session, 'session-ended']).toSorted());
    for (const { token } of [one, two]) {
      expect((await bench.ask('GET', accounts.read.path, undefined, token)).status).toBe(401);
    }
    await expect(service.signIn()).rejects.toMatchObject({ code: 'sign-in-failed' });
    expect((await service.post.deliver()).map((letter) => letter.to)).toEqual([anna.email]);
  });

  it('goes once when asked for twice at once', async () => {
    const [one, two] = [await signIn(), await signIn()];
    const answers = await Promise.all([remove(one.token), remove(two.token)]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([204, 401]);
    expect(await service.post.deliver()).toHaveLength(1);
  });

  it('leaves the address and the contract free for somebody who begins anew', async () => {
    const { token } = await signIn();
    await remove(token);
    const { account } = await bench.newcomer(anna.email, 'a lamp in the attic');
    expect(account).toMatchObject({ email: anna.email, contracts: [] });
  });

  it('of a person without an address goes without a letter', async () => {
    const { token } = await signIn();
    await service.core.db.updateTable('accounts').set({ email: null }).where('email', '=', anna.email).execute();
    expect((await remove(token)).status).toBe(204);
    expect(await service.post.deliver()).toEqual([]);
  });

  describe('once nobody can use it any more', () => {
    it('is tidied away, and what lives is not', async () => {
      const { token, id } = await signIn();
      const { db } = service.core;
      const purge = (): Promise<void> => purgeAccountRows(db, service.time.now, ntvPlus.accounts);
      const count = async (): Promise<number[]> =>
        Promise.all(
          (['registrations', 'one_time_links', 'email_changes', 'phone_changes'] as const).map(
            async (table) => (await db.selectFrom(table).selectAll().execute()).length,
          ),
        );
      await leaveTraces(token, id);
      await bench.register('clara@example.test', 'a lamp in the attic');
      await service.post.deliver();
      const before = await count();
      expect(before).toEqual([2, 3, 1, 1]);
      await purge();
      expect(await count()).toEqual(before);
      service.time.now += ntvPlus.accounts.confirmLinkMs - 1_000;
      await bench.post(registrations.resendMail.path, { email: 'clara@example.test', language });
      await service.post.deliver();
      service.time.now += 1_000;
      await purge();
      // Clara's new link lives, so her registration does.
      expect(await count()).toEqual([1, 1, 0, 0]);
      expect(
        (await bench.confirm(await service.post.tokenTo('clara@example.test'), 'a lamp in the attic')).status,
      ).toBe(201);
    });

    it('is kept while its letter waits for the mail server', async () => {
      service.post.setDown(true);
      await bench.register('clara@example.test', 'a lamp in the attic');
      await service.post.deliver();
      service.time.now += ntvPlus.accounts.confirmLinkMs;
      await purgeAccountRows(service.core.db, service.time.now, ntvPlus.accounts);
      expect(await service.core.db.selectFrom('registrations').selectAll().execute()).toHaveLength(1);
    });

    it('forgets the address of who left, once told', async () => {
      const { token } = await signIn();
      await remove(token);
      await purgeAccountRows(service.core.db, service.time.now, ntvPlus.accounts);
      expect(await service.post.deliver()).toHaveLength(1);
      await purgeAccountRows(service.core.db, service.time.now, ntvPlus.accounts);
      expect(JSON.stringify(await service.core.db.selectFrom('letters').selectAll().execute())).not.toContain(
        anna.email,
      );
    });
  });
});
