import { passwordResets } from '#protocol/api/sign-in.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accounts } from '#protocol/api/accounts.ts';
import { accountSecurity, type AccountSecurity } from '#protocol/api/account-security.ts';
import type { TokenGrant } from '#protocol/api/sessions.ts';
import { describeOnDatabases, freshDatabase, type TestAddress } from '#tests/databases.ts';
import { anna, boris, testService, type TestService } from '#tests/operator/test-app.ts';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';
import { accountBench, problemIn, type AccountBench, type BenchAnswer } from '#tests/operator/account-fixture.ts';

const rules = ntvPlus.accounts;
const language = 'en';
const wanted = 'anna.new@example.test';

describeOnDatabases('changing how one gets in', (kind) => {
  let service: TestService;
  let bench: AccountBench;
  let address: TestAddress;
  let grant: TokenGrant;
  let dispose: () => Promise<void>;

  beforeEach(async () => {
    const database = await freshDatabase(kind);
    address = database.address;
    service = await testService(address);
    bench = accountBench(service);
    grant = await service.signIn();
    dispose = async () => {
      await service.close();
      await database.remove();
    };
  });
  afterEach(() => dispose());

  const pass = (ms: number): void => {
    service.time.now += ms;
  };
  const ask = (method: 'GET' | 'POST' | 'PUT', path: string, payload?: object): Promise<BenchAnswer> =>
    bench.ask(method, path, payload, grant.accessToken);
  const security = async (): Promise<AccountSecurity> =>
    accountSecurity.parse((await ask('GET', accounts.security.path)).body);
  const alive = (one: TokenGrant): Promise<unknown> => service.sessions.authenticate(one.accessToken, true);
  const withoutPassword = (): Promise<unknown> =>
    service.core.db.updateTable('accounts').set({ password_hash: null }).where('email', '=', anna.email).execute();

  it('shows how one gets in, and no secret', async () => {
    expect(await security()).toEqual({
      email: anna.email,
      emailPending: null,
      phone: null,
      phonePending: null,
      hasPassword: true,
      passwordChangedAt: null,
      twoStep: { on: false },
      identities: [],
      advertisingConsent: { granted: false, at: null, textVersion: null },
    });
    const account_id = grant.account.id;
    const { db } = service.core;
    const at = new Date(service.time.now).toISOString();
    await db
      .insertInto('two_step')
      .values({ account_id, secret: 'secret-of-anna', confirmed_at: service.time.now })
      .execute();
    await db
      .insertInto('recovery_codes')
      .values([
        { account_id, code_hash: 'hash-a', used_at: null },
        { account_id, code_hash: 'hash-b', used_at: service.time.now },
      ])
      .execute();
    await db
      .insertInto('identities')
      .values({
        provider: 'vk',
        subject: 'subject-of-anna',
        account_id,
        name: 'Anna',
        email: null,
        linked_at: service.time.now,
      })
      .execute();
    const answer = await ask('GET', accounts.security.path);
    expect(accountSecurity.parse(answer.body)).toMatchObject({
      twoStep: { on: true, since: at, recoveryCodesLeft: 1 },
      identities: [{ provider: 'vk', name: 'Anna', linkedAt: at }],
    });
    expect(JSON.stringify(answer.body)).not.toMatch(/secret-of|hash-|subject-of|scrypt/);
  });

  describe('the proof', () => {
    const changes: [string, 'PUT' | 'POST', string, object][] = [
      ['password', 'PUT', accounts.changePassword.path, { next: 'a boat on the river', language }],
      ['e-mail', 'POST', accounts.changeEmail.path, { email: wanted, language }],
      ['telephone', 'POST', accounts.changePhone.path, { phone: '+79005550100', language }],
      ['deletion', 'POST', accounts.delete.path, { language }],
    ];

    it.each(changes)('is asked for: %s', async (_title, method, path, change) => {
      expect(problemIn(await ask(method, path, { ...change, password: 'wrong' }))).toMatchObject({
        code: 'password-wrong',
        triesLeft: rules.signInTries - 1,
      });
      expect((await ask(method, path, { ...change, password: null })).code).toBe('password-wrong');
      expect(await security()).toMatchObject({ email: anna.email, emailPending: null, phone: null });
      await service.signIn();
    });

    it.each(changes)(
      'of an account without a password is a young session: %s',
      async (_title, method, path, change) => {
        await withoutPassword();
        pass(rules.freshSessionMs);
        grant = await service.sessions.refresh(grant.refreshToken);
        expect((await ask(method, path, { ...change, password: null })).code).toBe('fresh-session-needed');
      },
    );

    it.each(changes)('of a young session without a password is enough: %s', async (_title, method, path, change) => {
      await withoutPassword();
      pass(rules.freshSessionMs - 1);
      expect((await ask(method, path, { ...change, password: null })).status).toBeLessThan(300);
    });

    it('wrong again and again lets waits pass, which nobody outside can bring about', async () => {
      const wrong = (): Promise<BenchAnswer> =>
        ask('POST', accounts.changePhone.path, { phone: '+79005550100', language, password: 'wrong' });
      for (let i = 0; i < 6; i += 1) await service.signIn({ password: 'wrong' }).catch(() => undefined);
      for (let left = rules.signInTries - 1; left >= 0; left -= 1) {
        expect(problemIn(await wrong())).toMatchObject({ code: 'password-wrong', triesLeft: left });
      }
      const right = { phone: '+79005550100', language, password: anna.password };
      expect(problemIn(await ask('POST', accounts.changePhone.path, right))).toMatchObject({
        code: 'password-throttled',
        retryAfterMs: rules.signInFirstWaitMs,
      });
      pass(rules.signInFirstWaitMs);
      expect((await ask('POST', accounts.changePhone.path, right)).status).toBe(202);
      expect(problemIn(await wrong())).toMatchObject({ triesLeft: rules.signInTries - 1 });
    });

    it('lets no more tries slip through when they come at once', async () => {
      const wrong = { phone: '+79005550100', language, password: 'wrong' };
      const answers = await Promise.all(
        Array.from({ length: 12 }, () => ask('POST', accounts.changePhone.path, wrong)),
      );
      expect(answers.filter((one) => one.code === 'password-wrong')).toHaveLength(rules.signInTries);
      expect(answers.filter((one) => one.code === 'password-throttled')).toHaveLength(12 - rules.signInTries);
    });
  });

  describe('the password', () => {
    const change = (next: string, password: string | null = anna.password): Promise<BenchAnswer> =>
      ask('PUT', accounts.changePassword.path, { password, next, language });

    it('changed ends the other sessions and tells the owner', async () => {
      const other = await service.signIn();
      const answer = await change('a boat on the river');
      expect(answer.body).toMatchObject({ passwordChangedAt: new Date(service.time.now).toISOString() });
      await alive(grant);
      await expect(alive(other)).rejects.toMatchObject({ code: 'session-ended' });
      await expect(service.signIn()).rejects.toMatchObject({ code: 'sign-in-failed' });
      await service.signIn({ password: 'a boat on the river' });
      expect((await service.post.deliver()).map((letter) => letter.to)).toEqual([anna.email]);
    });

    it('is refused by its rules', async () => {
      expect((await change('short')).code).toBe('password-too-short');
      expect((await change('x'.repeat(129))).code).toBe('password-too-long');
      expect((await change('QwertyUiop')).code).toBe('password-too-common');
      await service.signIn();
    });

    it('can be the first', async () => {
      await withoutPassword();
      expect((await change('a boat on the river', null)).body).toMatchObject({ hasPassword: true });
      await service.signIn({ password: 'a boat on the river' });
    });

    it('changed makes an older reset link void', async () => {
      await bench.post(passwordResets.create.path, { email: anna.email, language });
      const token = await service.post.tokenTo(anna.email);
      await change('a boat on the river');
      const reset = await bench.post(passwordResets.complete.path, { token, password: 'a boat on the lake' });
      expect(reset.code).toBe('link-invalid');
    });

    it('changed twice at once is one of the two', async () => {
      const answers = await Promise.all([change('a boat on the river'), change('a boat on the lake')]);
      for (const answer of answers) expect([200, 403]).toContain(answer.status);
      const signedIn = await Promise.allSettled(
        ['a boat on the river', 'a boat on the lake'].map((password) => service.signIn({ password })),
      );
      expect(signedIn.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    });
  });

  describe('the address', () => {
    const change = (email = wanted): Promise<BenchAnswer> =>
      ask('POST', accounts.changeEmail.path, { password: anna.password, email, language });
    const confirm = (token: string): Promise<BenchAnswer> => bench.post(accounts.confirmEmail.path, { token });

    it('changes when the letter to the new one is answered; the old one is told before', async () => {
      expect((await change()).status).toBe(202);
      expect(await security()).toMatchObject({ email: anna.email, emailPending: wanted });
      const letters = await service.post.deliver();
      expect(letters.map((letter) => letter.to).toSorted()).toEqual([wanted, anna.email].toSorted());
      expect(letters.find((letter) => letter.to === anna.email)?.text).toContain(wanted);
      await service.signIn();
      expect((await confirm(await service.post.tokenTo(wanted))).status).toBe(204);
      expect(await security()).toMatchObject({ email: wanted, emailPending: null });
      await expect(service.signIn()).rejects.toMatchObject({ code: 'sign-in-failed' });
      await service.signIn({ email: wanted });
      await alive(grant);
    });

    it('that is taken is answered alike, shown alike, and its owner is told', async () => {
      const answer = await change(boris.email);
      const shown = await security();
      const letters = await service.post.deliver();
      expect(letters.map((letter) => letter.to).toSorted()).toEqual([anna.email, boris.email]);
      expect(letters.find((letter) => letter.to === boris.email)?.text).not.toContain('#token=');
      expect(shown.emailPending).toBe(boris.email);
      expect(answer).toEqual(await change());
    });

    it('taken meanwhile stays with its owner', async () => {
      await change();
      const token = await service.post.tokenTo(wanted);
      await service.core.db.updateTable('accounts').set({ email: wanted }).where('email', '=', boris.email).execute();
      expect((await confirm(token)).code).toBe('link-invalid');
      expect(await security()).toMatchObject({ email: anna.email });
    });

    it('wanted by two is the first one’s that confirms, also at once and at two instances', async () => {
      const boriss = await service.signIn({ email: boris.email, password: boris.password });
      await change();
      const annas = await service.post.tokenTo(wanted);
      pass(rules.letterAgainMs);
      const payload = { password: boris.password, email: wanted, language };
      await bench.post(accounts.changeEmail.path, payload, boriss.accessToken);
      const boriss2 = await service.post.tokenTo(wanted);
      const second = await testService(address, { fresh: false, time: service.time });
      const answers = await Promise.all([
        confirm(annas),
        accountBench(second).post(accounts.confirmEmail.path, { token: boriss2 }),
      ]);
      await second.close();
      expect(answers.map((answer) => answer.code ?? answer.status).toSorted()).toEqual([204, 'link-invalid']);
    });

    it('has a link for one use and a day, and the newest alone', async () => {
      await change();
      const older = await service.post.tokenTo(wanted);
      pass(rules.letterAgainMs);
      await change();
      const newer = await service.post.tokenTo(wanted);
      expect((await confirm(older)).code).toBe('link-invalid');
      const answers = await Promise.all([confirm(newer), confirm(newer)]);
      expect(answers.map((answer) => answer.code ?? answer.status).toSorted()).toEqual([204, 'link-invalid']);
      expect((await confirm(newer)).code).toBe('link-invalid');
      pass(rules.letterAgainMs);
      await change('anna.third@example.test');
      const third = await service.post.tokenTo('anna.third@example.test');
      pass(rules.confirmLinkMs);
      expect((await confirm(third)).code).toBe('link-invalid');
    });

    it('asked for anew makes the link to another void', async () => {
      await change();
      const first = await service.post.tokenTo(wanted);
      await change('anna.other@example.test');
      expect((await confirm(first)).code).toBe('link-invalid');
      expect(await security()).toMatchObject({ emailPending: 'anna.other@example.test' });
    });

    it('changed makes reset links to the old mailbox void, also those not sent yet', async () => {
      await change();
      const token = await service.post.tokenTo(wanted);
      await bench.post(passwordResets.create.path, { email: anna.email, language });
      const sent = await service.post.tokenTo(anna.email);
      service.post.setDown(true);
      pass(rules.letterAgainMs);
      await bench.post(passwordResets.create.path, { email: anna.email, language });
      await service.post.deliver();
      expect((await confirm(token)).status).toBe(204);
      service.post.setDown(false);
      await service.post.outbox.probe();
      expect(await service.post.tokenTo(anna.email)).toBe(sent);
      const reset = await bench.post(passwordResets.complete.path, { token: sent, password: 'a boat on the lake' });
      expect(reset.code).toBe('link-invalid');
    });

    it('is refused when it is none, or the account’s own', async () => {
      for (const email of ['nobody', anna.email.toUpperCase(), 'a@b.c\r\nBcc: d@e.f']) {
        expect(problemIn(await change(email))).toMatchObject({ code: 'input-invalid', fields: ['email'] });
      }
    });

    it('can be the first of an account', async () => {
      await service.core.db.updateTable('accounts').set({ email: null }).where('email', '=', anna.email).execute();
      await change();
      expect((await confirm(await service.post.tokenTo(wanted))).status).toBe(204);
      expect(await security()).toMatchObject({ email: wanted });
    });
  });

  describe('the telephone', () => {
    const phone = '+79005550100';
    const change = (to = phone, as = language): Promise<BenchAnswer> =>
      ask('POST', accounts.changePhone.path, { password: anna.password, phone: to, language: as });
    const confirm = (code: string): Promise<BenchAnswer> => ask('POST', accounts.confirmPhone.path, { code });
    const messages = (): Promise<{ phone: string; text: string; account_id: string | null }[]> =>
      service.core.db.selectFrom('short_messages').selectAll().orderBy('at').execute();
    const code = async (): Promise<string> => /\b\d{6}\b/.exec((await messages()).at(-1)?.text ?? '')?.[0] ?? '';
    const wrong = async (): Promise<string> => ((Number(await code()) + 1) % 1_000_000).toString().padStart(6, '0');

    it('is the account’s once its code is shown', async () => {
      const answer = await change();
      expect([answer.status, answer.body]).toEqual([
        202,
        {
          expiresInMs: rules.phoneCodeMs,
          againInMs: rules.codeAgainMs,
        },
      ]);
      expect(await security()).toMatchObject({ phone: null, phonePending: phone });
      expect(await messages()).toMatchObject([{ phone, account_id: grant.account.id }]);
      expect((await confirm(await code())).body).toMatchObject({ phone, phonePending: null });
      expect((await confirm(await code())).code).toBe('code-expired');
    });

    it.each(['ru', 'en', 'sv'])('is told the code in one short message: %s', async (as) => {
      await change(phone, as);
      const [message] = await messages();
      expect(message?.text).toMatch(/^(НТВ-ПЛЮС|NTV-PLUS): \S+ \d{6}\. .+\.$/);
      expect(message?.text.length).toBeLessThanOrEqual(70);
    });

    it('has three tries a code', async () => {
      await change();
      for (const triesLeft of [2, 1, 0]) {
        expect(problemIn(await confirm(await wrong()))).toMatchObject({ code: 'code-wrong', triesLeft });
      }
      expect((await confirm(await code())).code).toBe('code-expired');
      expect(problemIn(await change())).toMatchObject({ code: 'too-many-requests', retryAfterMs: rules.codeAgainMs });
      pass(rules.codeAgainMs);
      await change();
      expect((await confirm(await code())).status).toBe(200);
    });

    it('has no more than three tries when they come at once', async () => {
      await change();
      const guess = await wrong();
      const answers = await Promise.all(Array.from({ length: 8 }, () => confirm(guess)));
      expect(answers.filter((answer) => answer.code === 'code-wrong')).toHaveLength(3);
      expect(answers.filter((answer) => answer.code === 'code-expired')).toHaveLength(5);
    });

    it('has five minutes', async () => {
      await change();
      pass(rules.phoneCodeMs);
      expect((await confirm(await code())).code).toBe('code-expired');
    });

    it('is sent another code after a minute; the older is void', async () => {
      await change();
      const older = await code();
      pass(rules.codeAgainMs - 1);
      expect(problemIn(await change())).toMatchObject({ code: 'too-many-requests', retryAfterMs: 1 });
      pass(1);
      await change('+79005550111');
      if ((await code()) !== older) expect((await confirm(older)).code).toBe('code-wrong');
      expect((await confirm(await code())).body).toMatchObject({ phone: '+79005550111' });
    });

    it('is sent one code when several are asked for at once', async () => {
      const answers = await Promise.all(Array.from({ length: 4 }, () => change()));
      expect(answers.filter((answer) => answer.status === 202)).toHaveLength(1);
      expect(await messages()).toHaveLength(1);
    });

    it('has a code that is stored hashed, with its account, and is nobody else’s', async () => {
      await change();
      const rows = await service.core.db.selectFrom('phone_changes').selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain(await code());
      grant = await service.signIn({ email: boris.email, password: boris.password });
      expect((await confirm(await code())).code).toBe('code-expired');
    });

    it('is of the form that numbers have', async () => {
      for (const bad of ['89005550100', '+0900555010000', '+7', '+7900555010x', '']) {
        expect((await change(bad)).code).toBe('input-invalid');
      }
    });
  });

  describe('the consent to advertising', () => {
    const change = (granted: boolean, textVersion = '2026-09'): Promise<BenchAnswer> =>
      ask('PUT', accounts.setAdvertisingConsent.path, { granted, textVersion });
    const kept = (): Promise<{ granted: number }[]> =>
      service.core.db.selectFrom('consents').selectAll().orderBy('at').execute();

    it('is kept with each giving and taking back, and its time', async () => {
      const at = new Date(service.time.now).toISOString();
      expect((await change(true)).body).toMatchObject({
        advertisingConsent: { granted: true, at, textVersion: '2026-09' },
      });
      pass(1_000);
      await change(true);
      expect((await change(false)).body).toMatchObject({ advertisingConsent: { granted: false } });
      expect((await change(true, '2026-10')).body).toMatchObject({ advertisingConsent: { textVersion: '2026-10' } });
      expect((await kept()).map((row) => row.granted)).toEqual([1, 0, 1]);
    });

    it('of many at once holds as it was kept last', async () => {
      await Promise.all([true, false, true, false].map((granted) => change(granted)));
      const rows = await kept();
      expect((await security()).advertisingConsent.granted).toBe(rows.at(-1)?.granted === 1);
    });
  });
});
