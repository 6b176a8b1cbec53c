import { sessions } from '#protocol/api/sign-in.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { problem, type Problem } from '#protocol/errors/problem.ts';
import type { IdentityProvider } from '#protocol/api/identity.ts';
import { accounts, identities } from '#protocol/api/accounts.ts';
import { fillPath } from '#protocol/api/paths.ts';
import { accountSecurity } from '#protocol/api/account-security.ts';
import { tokenGrant, twoStepChallenge, type TokenGrant } from '#protocol/api/sessions.ts';
import { anna, annasSignIn, boris, testService, type TestService } from '#tests/operator/test-app.ts';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';
import type { NetworkPerson } from './person.ts';
import { ticketFor } from '#tests/operator/identity-fixture.ts';

const rules = ntvPlus.accounts;
const { computer, device } = annasSignIn;

/** Somebody whom the operator does not know. */
const stranger: NetworkPerson = {
  provider: 'vk',
  subject: '1',
  name: 'Артём Белов',
  email: 'artem@example.test',
  emailVerified: true,
};
/** Somebody with Anna's address. */
const annaThere: NetworkPerson = { ...stranger, subject: '2', name: 'Анна', email: anna.email };

describeOnDatabases('signing in through a network', (kind) => {
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

  type Answer = Awaited<ReturnType<TestService['app']['inject']>>;
  const post = (url: string, payload: object, token?: string): Promise<Answer> =>
    service.app.inject({
      method: 'POST',
      url,
      payload,
      ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    });
  const refused = (answer: Answer): Problem => {
    const body = problem.parse(answer.json());
    expect(answer.statusCode).toBe(body.status);
    return body;
  };
  const codeOf = (answer: Answer): string => (answer.statusCode < 300 ? 'good' : refused(answer).code);

  const present = (ticket: string): Promise<Answer> =>
    post(sessions.createByIdentity.path, { ticket, computer, device });
  const presentWithPassword = (ticket: string, password: string): Promise<Answer> =>
    post(sessions.createByIdentityLink.path, { ticket, password, computer, device });
  const enter = async (person: NetworkPerson): Promise<TokenGrant> => {
    const answer = await present(await ticketFor(service, person));
    expect(answer.statusCode).toBe(201);
    return tokenGrant.parse(answer.json());
  };
  const link = async (grant: TokenGrant, person: NetworkPerson, password: string | null): Promise<Answer> =>
    post(identities.link.path, { ticket: await ticketFor(service, person), password }, grant.accessToken);
  const unlink = (grant: TokenGrant, provider: string, password: string | null): Promise<Answer> =>
    post(fillPath(identities.unlink.path, { provider }), { password }, grant.accessToken);
  const countAccounts = async (): Promise<number> =>
    (await service.core.db.selectFrom('accounts').select('id').execute()).length;
  const letters = async (): Promise<{ to: string; subject: string }[]> =>
    (await service.post.deliver()).map(({ to, subject }) => ({ to, subject }));

  describe('somebody new', () => {
    it('gets an account with the confirmed address and the name, and comes back to it', async () => {
      const first = await enter(stranger);
      expect(first.account).toMatchObject({ email: stranger.email, name: stranger.name, contracts: [] });
      const second = await enter(stranger);
      expect(second.account.id).toBe(first.account.id);
      expect(second.session.id).not.toBe(first.session.id);
      const security = await service.app.inject({
        url: accounts.security.path,
        headers: { authorization: `Bearer ${second.accessToken}` },
      });
      expect(accountSecurity.parse(security.json())).toMatchObject({
        hasPassword: false,
        email: stranger.email,
        identities: [{ provider: 'vk', name: stranger.name }],
      });
    });

    it.each([
      ['none', { email: null, emailVerified: false }],
      ['one that the network did not confirm', { email: 'else@example.test', emailVerified: false }],
      ['an unconfirmed one that an account has', { email: anna.email, emailVerified: false }],
    ])('gets an account without an address where the network gives %s', async (_title, email) => {
      const { account } = await enter({ ...stranger, ...email });
      expect(account.email).toBeNull();
      expect((await service.signIn()).account.id).not.toBe(account.id);
      expect((await enter({ ...stranger, ...email })).account.id).toBe(account.id);
    });

    it('is told apart by network and name there, not by the address', async () => {
      const first = await enter({ ...stranger, email: null, emailVerified: false });
      const other = await enter({ ...stranger, subject: '3', email: null, emailVerified: false });
      const elsewhere = await enter({ ...stranger, provider: 'ok', email: null, emailVerified: false });
      expect(new Set([first, other, elsewhere].map((one) => one.account.id)).size).toBe(3);
    });

    it('is made once, however many come at once', async () => {
      for (const person of [stranger, { ...stranger, subject: '9', email: null, emailVerified: false }]) {
        const before = await countAccounts();
        const tickets = await Promise.all(Array.from({ length: 5 }, () => ticketFor(service, person)));
        const grants = (await Promise.all(tickets.map(present))).map((one) => tokenGrant.parse(one.json()));
        expect(new Set(grants.map((one) => one.account.id)).size).toBe(1);
        expect(await countAccounts()).toBe(before + 1);
      }
    });

    it('of two networks with one address gets one account, and the other is asked to link', async () => {
      const tickets = await Promise.all(
        (['vk', 'facebook'] as const).map((provider) => ticketFor(service, { ...stranger, provider })),
      );
      const codes = (await Promise.all(tickets.map(present))).map(codeOf);
      expect(codes.sort()).toEqual(['account-link-needed', 'good']);
      expect(await countAccounts()).toBe(3);
    });

    it('is asked for the second step once it is on', async () => {
      const { account } = await enter(stranger);
      await service.core.db
        .insertInto('two_step')
        .values({
          account_id: account.id,
          secret: 'A'.repeat(32),
          setup_expires_at: null,
          confirmed_at: 1,
          last_step: null,
        })
        .execute();
      const answer = await present(await ticketFor(service, stranger));
      expect(answer.statusCode).toBe(202);
      twoStepChallenge.parse(answer.json());
    });
  });

  describe('a ticket', () => {
    it('opens one session', async () => {
      const ticket = await ticketFor(service, stranger);
      expect(codeOf(await present(ticket))).toBe('good');
      expect(codeOf(await present(ticket))).toBe('identity-ticket-expired');
    });

    it('opens one session when it comes many times at once, of somebody new or known', async () => {
      for (const person of [stranger, stranger, { ...stranger, subject: '7', email: null, emailVerified: false }]) {
        const ticket = await ticketFor(service, person);
        const codes = (await Promise.all(Array.from({ length: 6 }, () => present(ticket)))).map(codeOf);
        expect(codes.filter((one) => one === 'good')).toHaveLength(1);
        expect(codes.filter((one) => one === 'identity-ticket-expired')).toHaveLength(5);
      }
    });

    it('is good for its minutes, and no other text is one', async () => {
      const ticket = await ticketFor(service, stranger);
      service.time.now += rules.identityTicketMs;
      expect(codeOf(await present(ticket))).toBe('identity-ticket-expired');
      expect(codeOf(await present('A'.repeat(43)))).toBe('identity-ticket-expired');
      expect(codeOf(await present('short'))).toBe('input-invalid');
    });

    it('keeps nothing of the person once it is used', async () => {
      await enter(stranger);
      const rows = await service.core.db.selectFrom('identity_tickets').selectAll().execute();
      expect(JSON.stringify(rows)).not.toContain(stranger.email);
    });
  });

  describe('the confirmed address of an account', () => {
    it('asks for its password, and links and signs in by it', async () => {
      const ticket = await ticketFor(service, annaThere);
      const answer = await present(ticket);
      expect(refused(answer)).toMatchObject({ code: 'account-link-needed', email: anna.email });
      // It stays good for the link.
      expect(codeOf(await present(ticket))).toBe('account-link-needed');
      const grant = tokenGrant.parse((await presentWithPassword(ticket, anna.password)).json());
      expect(grant.account).toMatchObject({ email: anna.email, contracts: [{ number: anna.contract }] });
      expect(await letters()).toEqual([{ to: anna.email, subject: expect.any(String) as string }]);
      expect(codeOf(await presentWithPassword(ticket, anna.password))).toBe('identity-ticket-expired');
      expect((await enter(annaThere)).account.id).toBe(grant.account.id);
      expect(await countAccounts()).toBe(2);
    });

    it('counts wrong passwords with the wrong sign-ins of that address', async () => {
      const ticket = await ticketFor(service, annaThere);
      for (let left = rules.signInTries - 1; left >= 1; left -= 1) {
        expect(refused(await presentWithPassword(ticket, 'wrong password'))).toMatchObject({
          code: 'sign-in-failed',
          triesLeft: left,
        });
      }
      const last = await post(sessions.create.path, { ...annasSignIn, password: 'wrong password' });
      expect(refused(last)).toMatchObject({ code: 'sign-in-failed', triesLeft: 0 });
      expect(refused(await presentWithPassword(ticket, anna.password))).toMatchObject({
        code: 'sign-in-throttled',
        retryAfterMs: rules.signInFirstWaitMs,
      });
      service.time.now += rules.signInFirstWaitMs;
      expect(codeOf(await presentWithPassword(ticket, anna.password))).toBe('good');
    });

    it('lets a ticket be linked once when it comes many times at once', async () => {
      const ticket = await ticketFor(service, annaThere);
      const answers = await Promise.all(Array.from({ length: 4 }, () => presentWithPassword(ticket, anna.password)));
      expect(answers.map(codeOf).sort()).toEqual(['good', ...Array<string>(3).fill('identity-ticket-expired')]);
      expect(await letters()).toHaveLength(1);
    });

    it('is not linked by a ticket that needs no link, or whose address is not confirmed', async () => {
      const unconfirmed = await ticketFor(service, { ...annaThere, emailVerified: false });
      expect(codeOf(await presentWithPassword(unconfirmed, anna.password))).toBe('identity-ticket-expired');
      await enter({ ...stranger, email: null, emailVerified: false });
      const known = await ticketFor(service, { ...stranger, email: anna.email });
      expect(codeOf(await presentWithPassword(known, anna.password))).toBe('identity-ticket-expired');
      const nobodys = await ticketFor(service, { ...stranger, subject: '5' });
      expect(codeOf(await presentWithPassword(nobodys, anna.password))).toBe('sign-in-failed');
    });

    it('cannot be linked by a password where the account has none', async () => {
      await enter(stranger);
      const ticket = await ticketFor(service, { ...stranger, provider: 'facebook' });
      expect(codeOf(await present(ticket))).toBe('account-link-needed');
      expect(codeOf(await presentWithPassword(ticket, 'anything at all'))).toBe('sign-in-failed');
    });

    it('is linked to one person of a network', async () => {
      await link(await service.signIn(), stranger, anna.password);
      const ticket = await ticketFor(service, annaThere);
      expect(codeOf(await presentWithPassword(ticket, anna.password))).toBe('provider-already-linked');
    });

    it('is linked before the second step, which is asked for all the same', async () => {
      const { account } = await service.signIn();
      await service.core.db
        .insertInto('two_step')
        .values({
          account_id: account.id,
          secret: 'A'.repeat(32),
          setup_expires_at: null,
          confirmed_at: 1,
          last_step: null,
        })
        .execute();
      const ticket = await ticketFor(service, annaThere);
      expect((await presentWithPassword(ticket, anna.password)).statusCode).toBe(202);
      expect((await present(await ticketFor(service, annaThere))).statusCode).toBe(202);
    });
  });

  describe('a signed-in person', () => {
    it('links a network by the password, is told by a letter, and gets in by it', async () => {
      const grant = await service.signIn();
      const answer = await link(grant, stranger, anna.password);
      expect(accountSecurity.parse(answer.json()).identities).toEqual([
        { provider: 'vk', name: stranger.name, linkedAt: new Date(service.time.now).toISOString() },
      ]);
      expect(await letters()).toEqual([{ to: anna.email, subject: expect.any(String) as string }]);
      expect((await enter(stranger)).account.id).toBe(grant.account.id);
    });

    it('links nothing with a wrong password, and the ticket stays good', async () => {
      const grant = await service.signIn();
      const ticket = await ticketFor(service, stranger);
      const send = (password: string | null): Promise<Answer> =>
        post(identities.link.path, { ticket, password }, grant.accessToken);
      expect(codeOf(await send('wrong password'))).toBe('password-wrong');
      expect(codeOf(await send(null))).toBe('password-wrong');
      expect(codeOf(await send(anna.password))).toBe('good');
      expect(codeOf(await send(anna.password))).toBe('identity-ticket-expired');
    });

    it('links no person of another account, and one of each network', async () => {
      const [grant, other] = [
        await service.signIn(),
        await service.signIn({ email: boris.email, password: boris.password }),
      ];
      expect(codeOf(await link(grant, stranger, anna.password))).toBe('good');
      expect(codeOf(await link(other, stranger, boris.password))).toBe('identity-taken');
      expect(codeOf(await link(grant, annaThere, anna.password))).toBe('provider-already-linked');
      expect(codeOf(await link(grant, stranger, anna.password))).toBe('provider-already-linked');
      expect(codeOf(await link(grant, { ...stranger, provider: 'ok' }, anna.password))).toBe('good');
    });

    it('of two accounts that link one person at once one has them', async () => {
      const grants = [
        { grant: await service.signIn(), password: anna.password },
        { grant: await service.signIn({ email: boris.email, password: boris.password }), password: boris.password },
      ];
      const answers = await Promise.all(grants.map(({ grant, password }) => link(grant, stranger, password)));
      expect(answers.map(codeOf).sort()).toEqual(['good', 'identity-taken']);
    });

    it('without a password links within minutes of signing in', async () => {
      const grant = await enter(stranger);
      const person = { ...stranger, provider: 'ok', email: null, emailVerified: false } as const;
      service.time.now += rules.accessTokenMs - 1;
      expect(codeOf(await link(grant, person, null))).toBe('good');
      const old = await enter(stranger);
      service.time.now += rules.freshSessionMs;
      const { accessToken } = await service.sessions.refresh(old.refreshToken);
      expect(codeOf(await link({ ...old, accessToken }, { ...person, provider: 'facebook' }, null))).toBe(
        'fresh-session-needed',
      );
    });

    it('unlinks a network by the password, is told by a letter, and does not get in by it any more', async () => {
      const grant = await service.signIn();
      await link(grant, stranger, anna.password);
      await letters();
      expect(codeOf(await unlink(grant, 'vk', 'wrong password'))).toBe('password-wrong');
      const answer = await unlink(grant, 'vk', anna.password);
      expect(accountSecurity.parse(answer.json()).identities).toEqual([]);
      expect(await letters()).toEqual([{ to: anna.email, subject: expect.any(String) as string }]);
      expect((await enter({ ...stranger, email: null, emailVerified: false })).account.id).not.toBe(grant.account.id);
    });

    it.each(['vk', 'myspace', '__proto__', ' vk'])('unlinks nothing that is not linked: %j', async (provider) => {
      expect(codeOf(await unlink(await service.signIn(), provider, anna.password))).toBe('not-found');
    });

    it('keeps the last way in', async () => {
      const grant = await enter(stranger);
      expect(codeOf(await unlink(grant, 'vk', null))).toBe('last-way-in');
      await link(grant, { ...stranger, provider: 'ok', email: null, emailVerified: false }, null);
      expect(codeOf(await unlink(grant, 'vk', null))).toBe('good');
      expect(codeOf(await unlink(grant, 'ok', null))).toBe('last-way-in');
    });

    it('keeps one way in of several that are unlinked at once', async () => {
      const grant = await enter(stranger);
      const others: IdentityProvider[] = ['ok', 'facebook'];
      for (const provider of others) await link(grant, { ...stranger, provider }, null);
      const answers = await Promise.all(['vk', ...others].map((provider) => unlink(grant, provider, null)));
      expect(answers.map(codeOf).sort()).toEqual(['good', 'good', 'last-way-in']);
      const left = await service.core.db.selectFrom('identities').select('provider').execute();
      expect(left).toHaveLength(1);
    });
  });
});
