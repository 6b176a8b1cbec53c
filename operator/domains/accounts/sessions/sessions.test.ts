import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { tokenGrant, type TokenGrant } from '#protocol/api/sessions.ts';
import type { ProblemError } from '../../../platform/http/problem-error.ts';
import { anna, annasSignIn, boris, testService, type TestService } from '#tests/operator/test-app.ts';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';
import { createPasswords } from '../passwords/passwords.ts';
import { createSessions } from './sessions.ts';
import { isGrant } from './sign-in-answer.ts';
import { refusal, refusalCode } from '#tests/operator/session-fixture.ts';

const rules = ntvPlus.accounts;

describeOnDatabases('sessions', (kind) => {
  let service: TestService;
  let dispose: () => Promise<void>;

  beforeEach(async () => {
    const database = await freshDatabase(kind);
    service = await testService(database.address);
    dispose = async () => {
      await service.close();
      await database.remove();
    };
  });
  afterEach(() => dispose());

  const use = (grant: TokenGrant): Promise<unknown> => service.sessions.authenticate(grant.accessToken, true);
  const refresh = (grant: TokenGrant): Promise<TokenGrant> => service.sessions.refresh(grant.refreshToken);
  const pass = (ms: number): void => {
    service.time.now += ms;
  };

  it('opens with the answer of the protocol, and by its life times', async () => {
    const own = tokenGrant.parse(await service.signIn());
    const shared = tokenGrant.parse(
      await service.signIn({ computer: 'shared', email: ` ${anna.email.toUpperCase()} ` }),
    );
    const ms = (instant: string): number => Date.parse(instant) - service.time.now;
    expect(ms(own.session.expiresAt)).toBe(30 * 86_400_000);
    expect(ms(own.accessExpiresAt)).toBe(10 * 60_000);
    expect(own.session.idleMs).toBeNull();
    expect(ms(shared.session.expiresAt)).toBe(12 * 3_600_000);
    expect(shared.session.idleMs).toBe(30 * 60_000);
    expect(own.account).toMatchObject({ email: anna.email, contracts: [{ number: anna.contract, label: null }] });
  });

  it('stores no token and no password', async () => {
    const grant = await service.signIn();
    const tables = ['accounts', 'sessions', 'access_tokens', 'refresh_tokens', 'sign_in_failures'] as const;
    const all = await Promise.all(tables.map((table) => service.core.db.selectFrom(table).selectAll().execute()));
    const text = JSON.stringify(all);
    for (const secret of [grant.accessToken, grant.refreshToken, anna.password]) expect(text).not.toContain(secret);
  });

  it('takes an access token for ten minutes and then asks for a refresh', async () => {
    const grant = await service.signIn();
    pass(rules.accessTokenMs - 1);
    await use(grant);
    pass(1);
    expect(await refusalCode(use(grant))).toBe('session-expired');
    await use(await refresh(grant));
  });

  it('tells rubbish, unknown and missing tokens apart from ended sessions', async () => {
    expect(await refusalCode(service.sessions.authenticate(null, true))).toBe('session-ended');
    expect(await refusalCode(service.sessions.authenticate('A'.repeat(43), true))).toBe('session-expired');
    expect(await refusalCode(service.sessions.refresh('A'.repeat(43)))).toBe('session-ended');
  });

  it('lets an old access token live out its time beside the new pair', async () => {
    const first = await service.signIn();
    const second = await refresh(first);
    await use(first);
    await use(second);
  });

  it('answers a lost refresh again within the grace time, and withdraws the pair that got lost', async () => {
    const first = await service.signIn();
    const lost = await refresh(first);
    pass(rules.refreshGraceMs);
    const second = await refresh(first);
    await use(second);
    await use(await refresh(second));
    expect(await refusalCode(use(lost))).toBe('session-expired');
  });

  it('answers a refresh lost twice', async () => {
    const first = await service.signIn();
    await refresh(first);
    await refresh(first);
    await use(await refresh(first));
  });

  it.each(['after the grace time', 'after the successor was used', 'after the successor was refreshed'])(
    'ends the session when the previous token comes again %s',
    async (when) => {
      const first = await service.signIn();
      const second = await refresh(first);
      if (when === 'after the grace time') pass(rules.refreshGraceMs + 1);
      else if (when === 'after the successor was used') await use(second);
      else await refresh(second);
      expect(await refusalCode(refresh(first))).toBe('session-ended');
      expect(await refusalCode(use(second))).toBe('session-ended');
      expect(await refusalCode(refresh(second))).toBe('session-ended');
    },
  );

  it('ends the session when both the thief and the owner of a retried token come', async () => {
    const first = await service.signIn();
    const owners = await refresh(first);
    const thiefs = await refresh(first);
    expect(await refusalCode(use(owners))).toBe('session-expired');
    expect(await refusalCode(refresh(owners))).toBe('session-ended');
    expect(await refusalCode(use(thiefs))).toBe('session-ended');
  });

  it('judges 20 refreshes at once one after another: one pair is good in the end', async () => {
    const first = await service.signIn();
    const grants = await Promise.all(Array.from({ length: 20 }, () => refresh(first)));
    const codes = await Promise.all(
      grants.map((grant) =>
        use(grant).then(
          () => 'good',
          (error: unknown) => (error as ProblemError).code,
        ),
      ),
    );
    expect(codes.filter((one) => one === 'good')).toHaveLength(1);
    expect(codes.filter((one) => one === 'session-expired')).toHaveLength(19);
    const good = grants[codes.indexOf('good')]!;
    await use(await refresh(good));
  });

  it('is refused at its absolute end, which no refresh moves', async () => {
    let grant = await service.signIn({ computer: 'shared' });
    const end = Date.parse(grant.session.expiresAt);
    while (service.time.now + rules.sharedIdleMs / 2 < end) {
      pass(rules.sharedIdleMs / 2);
      grant = await refresh(grant);
      await use(grant);
    }
    expect(Date.parse(grant.session.expiresAt)).toBe(end);
    expect(Date.parse(grant.accessExpiresAt)).toBeLessThanOrEqual(end);
    service.time.now = end;
    expect(await refusalCode(use(grant))).toBe('session-expired');
    expect(await refusalCode(refresh(grant))).toBe('session-expired');
  });

  it('on somebody else’s computer is ended by idling; streams and refreshes are no activity', async () => {
    let grant = await service.signIn({ computer: 'shared' });
    pass(9 * 60_000);
    await use(grant);
    pass(15 * 60_000);
    grant = await refresh(grant);
    pass(5 * 60_000);
    await service.sessions.authenticate(grant.accessToken, false);
    pass(10 * 60_000);
    expect(await refusalCode(refresh(grant))).toBe('session-idle');
    expect(await refusalCode(use(grant))).toBe('session-idle');
    expect(await refusalCode(refresh(grant))).toBe('session-idle');
  });

  it('ends at sign-out for every holder, at once, and tells who listens', async () => {
    const grant = await service.signIn();
    const other = await service.signIn();
    const told: string[] = [];
    service.sessions.onEnd((id, why) => told.push(`${id} ${why}`));
    await service.sessions.end(grant.session.id, 'signed-out');
    expect(await refusalCode(use(grant))).toBe('session-ended');
    expect(await refusalCode(refresh(grant))).toBe('session-ended');
    expect(told).toEqual([`${grant.session.id} session-ended`]);
    await use(other);
    const standings = await service.sessions.standings([grant.session.id, other.session.id, 'unknown']);
    expect([...standings.values()]).toEqual(['ended', 'alive', 'ended']);
  });

  it('ends all of an account but one, tells who listens, and leaves other accounts alone', async () => {
    const kept = await service.signIn();
    const others = [await service.signIn(), await service.signIn({ computer: 'shared' })];
    const boriss = await service.signIn({ email: boris.email, password: boris.password });
    await service.sessions.end((await service.signIn()).session.id, 'signed-out');
    const told: string[] = [];
    service.sessions.onEnd((id, why) => told.push(`${id} ${why}`));
    await service.sessions.endAll(kept.account.id, kept.session.id, 'password-changed');
    expect(told.sort()).toEqual(others.map((one) => `${one.session.id} session-ended`).sort());
    for (const one of others) expect(await refusalCode(use(one))).toBe('session-ended');
    await use(kept);
    await use(boriss);
    await service.sessions.endAll(kept.account.id, null, 'account-deleted');
    expect(await refusalCode(refresh(kept))).toBe('session-ended');
    await use(boriss);
  });

  it('ends all in a caller’s transaction: nobody is told before its commit, and none ends without it', async () => {
    const grant = await service.signIn();
    const told: string[] = [];
    service.sessions.onEnd((id) => told.push(id));
    const { db } = service.core;
    const endAllIn = service.sessions.endAllIn.bind(service.sessions);
    const undone = db.transaction().execute(async (trx) => {
      await endAllIn(trx, grant.account.id, null, 'password-changed');
      throw new Error('changed its mind');
    });
    await expect(undone).rejects.toThrow('changed its mind');
    await use(grant);
    const tell = await db.transaction().execute((trx) => endAllIn(trx, grant.account.id, null, 'password-changed'));
    expect(told).toEqual([]);
    tell();
    expect(told).toEqual([grant.session.id]);
    expect(await refusalCode(use(grant))).toBe('session-ended');
  });

  it('begins after any right first step, in a transaction of the caller’s or its own', async () => {
    const { account } = await service.signIn();
    const place = { computer: 'shared', device: { name: 'x', platform: 'linux' } } as const;
    const answer = await service.sessions.begin(account.id, place);
    if (!isGrant(answer)) throw new Error('No second step is on.');
    await use(answer);
    const count = async (): Promise<number> =>
      (await service.core.db.selectFrom('sessions').select('id').execute()).length;
    const before = await count();
    const undone = service.core.db.transaction().execute(async (trx) => {
      await service.sessions.begin(account.id, place, trx);
      throw new Error('changed its mind');
    });
    await expect(undone).rejects.toThrow('changed its mind');
    expect(await count()).toBe(before);
    expect(await refusalCode(service.sessions.begin('nobody', place))).toBe('sign-in-failed');
  });

  it('forgets what nobody can use any more, and nothing else', async () => {
    await service.signIn();
    const { accountId } = await service.sessions.authenticate((await service.signIn()).accessToken, true);
    expect(accountId).not.toBe('');
    pass(2 * rules.ownSessionMs + 1);
    const young = await service.signIn();
    await service.sessions.purge();
    await use(young);
    const count = await service.core.db.selectFrom('refresh_tokens').select('session_id').execute();
    expect(count.map((row) => row.session_id)).toEqual([young.session.id]);
  });

  describe('sign-in', () => {
    const wrong = (email = anna.email): Promise<ProblemError> =>
      refusal(service.sessions.signIn({ ...annasSignIn, email, password: 'wrong password' }));

    it('answers a wrong password and an unknown address alike', async () => {
      for (const email of [anna.email, 'nobody@example.test']) {
        const facts = [];
        for (let i = 0; i < 5; i += 1) facts.push(await wrong(email));
        expect(facts.map((one) => one.code)).toEqual(Array(5).fill('sign-in-failed'));
        expect(facts.map((one) => one.facts.triesLeft)).toEqual([4, 3, 2, 1, 0]);
        const sixth = await wrong(email);
        expect([sixth.code, sixth.facts]).toEqual(['sign-in-throttled', { retryAfterMs: rules.signInFirstWaitMs }]);
      }
    });

    it('lets growing waits pass, and forgets failures at a success', async () => {
      for (let i = 0; i < 5; i += 1) await wrong();
      expect(await refusalCode(service.signIn())).toBe('sign-in-throttled');
      pass(rules.signInFirstWaitMs - 1);
      expect((await wrong()).facts.retryAfterMs).toBe(1);
      pass(1);
      expect((await wrong()).facts).toEqual({ triesLeft: 0, retryAfterMs: 2 * rules.signInFirstWaitMs });
      pass(2 * rules.signInFirstWaitMs);
      await service.signIn();
      expect((await wrong()).facts.triesLeft).toBe(4);
    });

    it('counts by address however typed, and leaves devices signed in and other addresses alone', async () => {
      const grant = await service.signIn();
      for (let i = 0; i < 5; i += 1) await wrong(i % 2 === 0 ? anna.email.toUpperCase() : ` ${anna.email}`);
      expect((await wrong()).code).toBe('sign-in-throttled');
      await use(grant);
      await use(await refresh(grant));
      expect((await wrong('nobody@example.test')).facts.triesLeft).toBe(4);
    });

    it('lets no more tries slip through when they come at once', async () => {
      const codes = await Promise.all(Array.from({ length: 12 }, async () => (await wrong()).code));
      expect(codes.filter((one) => one === 'sign-in-failed')).toHaveLength(5);
      expect(codes.filter((one) => one === 'sign-in-throttled')).toHaveLength(7);
    });

    it('lets nobody in with a password that is replaced while it is looked at', async () => {
      const { db, clock } = service.core;
      const passwords = createPasswords({ logN: 4, r: 1, p: 1 });
      const sessions = createSessions({
        db,
        clock,
        rules,
        passwords: {
          ...passwords,
          async matches(password, stored) {
            const matches = await passwords.matches(password, stored);
            const next = await passwords.hash('a new password');
            await db.updateTable('accounts').set({ password_hash: next }).where('email', '=', anna.email).execute();
            return matches;
          },
        },
      });
      const refused = await refusal(sessions.signIn(annasSignIn));
      expect([refused.code, refused.facts]).toEqual(['sign-in-failed', { triesLeft: 4 }]);
      await service.signIn({ password: 'a new password' });
    });

    it('lets right ones that come at once all in', async () => {
      const grants = await Promise.all(Array.from({ length: 10 }, () => service.signIn()));
      expect(new Set(grants.map((grant) => grant.session.id)).size).toBe(10);
    });
  });
});
