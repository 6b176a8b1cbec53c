import { passwordResets, registrations } from '#protocol/api/sign-in.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accounts } from '#protocol/api/accounts.ts';
import { letterSent } from '#protocol/api/registrations.ts';
import { tokenGrant } from '#protocol/api/sessions.ts';
import { describeOnDatabases, freshDatabase, type TestAddress } from '#tests/databases.ts';
import { anna, boris, testService, type TestService } from '#tests/operator/test-app.ts';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';
import { accountBench, problemIn, type AccountBench } from '#tests/operator/account-fixture.ts';

const rules = ntvPlus.accounts;
const clara = { email: 'clara@example.test', password: 'a lamp in the attic' };

describeOnDatabases('registering', (kind) => {
  let service: TestService;
  let bench: AccountBench;
  let address: TestAddress;
  let dispose: () => Promise<void>;

  beforeEach(async () => {
    const database = await freshDatabase(kind);
    address = database.address;
    service = await testService(address);
    bench = accountBench(service);
    dispose = async () => {
      await service.close();
      await database.remove();
    };
  });
  afterEach(() => dispose());

  const pass = (ms: number): void => {
    service.time.now += ms;
  };
  const register = (more: object = {}): ReturnType<AccountBench['register']> =>
    bench.register(clara.email, clara.password, more);
  const readAccounts = (): Promise<{ id: string }[]> =>
    service.core.db.selectFrom('accounts').selectAll().where('email', '=', clara.email).execute();

  it('leads over the letter to an account that is signed in', async () => {
    const answer = await register({ email: ' Clara@Example.TEST ', advertisingConsent: true });
    expect(answer.status).toBe(202);
    expect(letterSent.parse(answer.body)).toEqual({
      againInMs: rules.letterAgainMs,
      delayed: false,
    });
    expect(await readAccounts()).toEqual([]);
    const askedAt = service.time.now;
    const token = await service.post.tokenTo(clara.email);
    pass(1_000);
    const confirmed = await bench.confirm(token, clara.password);
    expect(confirmed.status).toBe(201);
    const grant = tokenGrant.parse(confirmed.body);
    expect(grant.account).toMatchObject({ email: clara.email, name: null, contracts: [] });
    expect((await bench.ask('GET', accounts.read.path, undefined, grant.accessToken)).body).toEqual(grant.account);
    const security = await bench.ask('GET', accounts.security.path, undefined, grant.accessToken);
    expect(security.body).toMatchObject({
      hasPassword: true,
      advertisingConsent: { granted: true, at: new Date(askedAt).toISOString(), textVersion: '2026-09' },
    });
    await service.signIn(clara);
    expect(await service.core.db.selectFrom('registrations').selectAll().execute()).toEqual([]);
  });

  it('stores no password and no token', async () => {
    await register();
    const token = await service.post.tokenTo(clara.email);
    const tables = ['registrations', 'one_time_links', 'letters', 'letter_requests'] as const;
    const all = await Promise.all(tables.map((table) => service.core.db.selectFrom(table).selectAll().execute()));
    expect(JSON.stringify(all)).not.toContain(token);
    expect(JSON.stringify([all, service.log])).not.toContain(clara.password);
  });

  it('makes no account before the letter is answered', async () => {
    await register();
    await expect(service.signIn(clara)).rejects.toMatchObject({ code: 'sign-in-failed' });
  });

  it.each([
    ['short', 'password-too-short'],
    ['x'.repeat(129), 'password-too-long'],
    ['Password1', 'password-too-common'],
  ])('refuses the password %s, whoever has the address', async (password, code) => {
    for (const email of [clara.email, anna.email]) {
      expect((await bench.register(email, password)).code).toBe(code);
    }
    expect(await service.post.deliver()).toEqual([]);
  });

  it('refuses what is no address', async () => {
    for (const email of ['nobody', 'a@b, c@example.test', 'a@example.test\nb']) {
      const answer = await bench.register(email, clara.password);
      expect(problemIn(answer)).toMatchObject({ code: 'input-invalid', fields: ['email'] });
    }
  });

  describe('an address that has an account', () => {
    it('answers alike, and its owner is told', async () => {
      const [known, unknown] = [await bench.register(anna.email, clara.password), await register()];
      expect(known).toEqual(unknown);
      const letters = await service.post.deliver();
      expect(letters.map((letter) => letter.to).toSorted()).toEqual([anna.email, clara.email]);
      const told = letters.find((letter) => letter.to === anna.email);
      expect(told?.subject).toMatch(/already has/);
      expect(told?.text).not.toContain('#token=');
      await service.signIn();
    });

    it('gets the news again when the letter is asked for again, and never a link', async () => {
      await bench.register(anna.email, clara.password);
      pass(rules.letterAgainMs);
      const again = await bench.post(registrations.resendMail.path, { email: anna.email, language: 'en' });
      const unknown = await bench.post(registrations.resendMail.path, { email: 'nobody@example.test', language: 'en' });
      expect(again).toEqual(unknown);
      const letters = await service.post.deliver();
      expect(letters.map((letter) => letter.to)).toEqual([anna.email, anna.email]);
      for (const letter of letters) expect(letter.text).not.toContain('#token=');
    });
  });

  describe('asking for letters', () => {
    const again = (email = clara.email): ReturnType<AccountBench['post']> =>
      bench.post(registrations.resendMail.path, { email, language: 'sv' });

    it('sends another after a minute; the older link dies', async () => {
      await register();
      const older = await service.post.tokenTo(clara.email);
      pass(rules.letterAgainMs - 1);
      expect((await again()).status).toBe(202);
      expect(await service.post.deliver()).toEqual([]);
      pass(1);
      await again();
      const newer = await service.post.tokenTo(clara.email);
      expect(newer).not.toBe(older);
      expect((await bench.confirm(older, clara.password)).code).toBe('link-invalid');
      expect((await bench.confirm(newer, clara.password)).status).toBe(201);
      expect((await bench.confirm(older, clara.password)).code).toBe('link-invalid');
    });

    it('ten times writes as many as the rule allows, and always answers the same', async () => {
      await register();
      for (let i = 0; i < 10; i += 1) {
        pass(rules.letterAgainMs);
        expect((await again()).status).toBe(202);
      }
      expect(await service.post.deliver()).toHaveLength(1);
      expect(await letterCount('registration')).toBe(rules.lettersAnHour);
    });

    it('sends nothing to an address that nobody registered with', async () => {
      expect((await again('nobody@example.test')).status).toBe(202);
      expect(await service.post.deliver()).toEqual([]);
    });

    async function letterCount(letterKind: string): Promise<number> {
      const rows = await service.core.db.selectFrom('letters').select('id').where('kind', '=', letterKind).execute();
      return rows.length;
    }

    it('says so when the mail server does not answer; the letter leaves when it does', async () => {
      service.post.setDown(true);
      await register();
      await service.post.deliver();
      pass(rules.letterAgainMs);
      expect((await again()).body).toMatchObject({ delayed: true });
      service.post.setDown(false);
      await service.post.outbox.probe();
      expect((await bench.confirm(await service.post.tokenTo(clara.email), clara.password)).status).toBe(201);
    });
  });

  describe('registering again before the letter is answered', () => {
    it('replaces the password and the consent; the newest letter is the one that counts', async () => {
      await register();
      const older = await service.post.tokenTo(clara.email);
      pass(rules.letterAgainMs);
      await bench.register(clara.email, 'another lamp in the attic', { advertisingConsent: true, language: 'sv' });
      const newer = await service.post.tokenTo(clara.email);
      expect((await bench.confirm(older, 'another lamp in the attic')).code).toBe('link-invalid');
      expect((await bench.confirm(newer, clara.password)).code).toBe('sign-in-failed');
      expect((await bench.confirm(newer, 'another lamp in the attic')).status).toBe(201);
    });

    it('within the minute leaves the letter that is on its way good, for the newest password', async () => {
      await register();
      await bench.register(clara.email, 'another lamp in the attic');
      const letters = await service.post.deliver();
      expect(letters).toHaveLength(1);
      const token = await service.post.tokenTo(clara.email);
      expect((await bench.confirm(token, 'another lamp in the attic')).status).toBe(201);
    });
  });

  describe('the confirmation', () => {
    it('asks for the password: with a wrong one the link gives nothing away, and waits begin', async () => {
      await register();
      const token = await service.post.tokenTo(clara.email);
      for (let left = 4; left >= 0; left -= 1) {
        const answer = await bench.confirm(token, 'a wrong password');
        expect(problemIn(answer)).toMatchObject({ code: 'sign-in-failed', triesLeft: left });
      }
      const throttled = problemIn(await bench.confirm(token, clara.password));
      expect(throttled).toMatchObject({ code: 'sign-in-throttled', retryAfterMs: rules.signInFirstWaitMs });
      expect(await readAccounts()).toEqual([]);
      pass(rules.signInFirstWaitMs);
      expect((await bench.confirm(token, clara.password)).status).toBe(201);
    });

    it('makes nobody wait at sign-in', async () => {
      await register();
      const token = await service.post.tokenTo(clara.email);
      for (let i = 0; i < 6; i += 1) await bench.confirm(token, 'a wrong password');
      await expect(service.signIn(clara)).rejects.toMatchObject({ code: 'sign-in-failed', facts: { triesLeft: 4 } });
    });

    it('whose answer got lost is answered again, with the right password and within the link’s life', async () => {
      await register();
      const token = await service.post.tokenTo(clara.email);
      const first = tokenGrant.parse((await bench.confirm(token, clara.password)).body);
      const second = tokenGrant.parse((await bench.confirm(token, clara.password)).body);
      expect(second.account).toEqual(first.account);
      expect(second.session.id).not.toBe(first.session.id);
      expect(await readAccounts()).toHaveLength(1);
      expect((await bench.confirm(token, 'a wrong password')).code).toBe('sign-in-failed');
      pass(rules.confirmLinkMs);
      expect((await bench.confirm(token, clara.password)).code).toBe('link-invalid');
    });

    it('of an account that has a second step by now does not lead around it', async () => {
      const { account } = await bench.newcomer(clara.email, clara.password);
      const link = await service.post.tokenTo(clara.email);
      await service.core.db
        .insertInto('two_step')
        .values({ account_id: account.id, secret: 'x', confirmed_at: service.time.now })
        .execute();
      expect((await bench.confirm(link, clara.password)).code).toBe('link-invalid');
    });

    it('many times at once, at two instances, makes one account', async () => {
      await register();
      const token = await service.post.tokenTo(clara.email);
      const second = await testService(address, { fresh: false, time: service.time });
      const other = accountBench(second);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, i) => (i % 2 === 0 ? bench : other).confirm(token, clara.password)),
      );
      await second.close();
      // Beyond the number of tries, right ones that come at once at several instances may be asked to wait.
      for (const { status, code } of answers) expect([201, 'sign-in-throttled']).toContain(code ?? status);
      expect(answers.filter((answer) => answer.status === 201).length).toBeGreaterThanOrEqual(1);
      expect(await readAccounts()).toHaveLength(1);
      const consents = await service.core.db.selectFrom('consents').selectAll().execute();
      expect(consents).toHaveLength(1);
    });

    it('fails when somebody has the address meanwhile, and makes nothing', async () => {
      await register();
      const token = await service.post.tokenTo(clara.email);
      await service.core.db
        .updateTable('accounts')
        .set({ email: clara.email })
        .where('email', '=', boris.email)
        .execute();
      expect((await bench.confirm(token, clara.password)).code).toBe('link-invalid');
      expect(await readAccounts()).toHaveLength(1);
    });

    it('takes a link for a day, and rubbish never', async () => {
      await register();
      const token = await service.post.tokenTo(clara.email);
      expect((await bench.confirm('A'.repeat(43), clara.password)).code).toBe('link-invalid');
      pass(rules.confirmLinkMs);
      expect((await bench.confirm(token, clara.password)).code).toBe('link-invalid');
    });

    it('takes no link of another purpose', async () => {
      await bench.post(passwordResets.create.path, { email: anna.email, language: 'en' });
      const token = await service.post.tokenTo(anna.email);
      expect((await bench.confirm(token, anna.password)).code).toBe('link-invalid');
    });
  });
});
