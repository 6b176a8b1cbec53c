import { SqliteQueryCompiler, type Kysely, type KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { createAccountDeps, type AccountDeps } from '../../operator/domains/accounts/account-deps.ts';
import { paymentsPersonalData } from '../../operator/domains/payments/personal-data.ts';
import type { Caller } from '../../operator/platform/http/caller.ts';
import { changeEmail } from '../../operator/domains/accounts/changes/email.ts';
import { askForReset } from '../../operator/domains/accounts/changes/password-reset.ts';
import { createPasswords, scryptKey } from '../../operator/domains/accounts/passwords/passwords.ts';
import { register, writeAgain } from '../../operator/domains/accounts/registration/register.ts';
import { createSessions } from '../../operator/domains/accounts/sessions/sessions.ts';
import { testOutbox, TestServer } from '../support/operator/mail-fixture.ts';
import type { Database } from '../../operator/platform/database/schema.ts';
import { ProblemError } from '../../operator/platform/http/problem-error.ts';
import { addressKinds, makeAddresses, type AddressKind } from './addresses.ts';
import { startRig, type Rig } from './harness.ts';
import { marina, place, signIn } from './fixture-data.ts';

const language = 'en';
const wrong = 'no password of anybody';

/** Records the text of each SQL statement without parameters, so that one dialect covers both. */
function recorder(into: string[]): KyselyPlugin {
  const compiler = new SqliteQueryCompiler();
  return {
    transformQuery({ node, queryId }) {
      into.push(compiler.compileQuery(node, queryId).sql);
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
}

type PublicRoute = (deps: AccountDeps, email: string, caller: Caller) => Promise<unknown>;
const publicRoutes: readonly (readonly [string, PublicRoute])[] = [
  ['sign-in', (deps, email) => createSessions(deps).signIn({ email, password: wrong, ...place })],
  [
    'registration',
    (deps, email) =>
      register(deps, { email, password: wrong, advertisingConsent: false, consentTextVersion: '2026-09', language }),
  ],
  ['the letter of a registration', (deps, email) => writeAgain(deps, { email, language })],
  ['a lost password', (deps, email) => askForReset(deps, { email, language })],
  [
    'another address',
    (deps, email, caller) => changeEmail(deps, caller, { email, password: marina.password, language }),
  ],
];

const withPassword = new Set(['sign-in', 'registration', 'another address']);

describeOnDatabases('the database work of a public route', (kind) => {
  let database: TestDatabase;
  let harness: Rig;
  beforeAll(async () => {
    database = await freshDatabase(kind);
    harness = await startRig(database.address);
  });
  afterAll(async () => {
    await harness.close();
    await database.remove();
  });

  it.each(publicRoutes)('is the same for every kind of address, also when throttled: %s', async (title, route) => {
    const { core } = harness.server;
    const { account, session } = await signIn(harness, marina);
    const caller = { accountId: account.id, sessionId: session.id };
    let steps: string[] = [];
    const passwords = createPasswords({ logN: 4, r: 1, p: 1 }, (password, salt, cost) => {
      steps.push(`hash ${JSON.stringify(cost)}`);
      return scryptKey(password, salt, cost);
    });
    const addresses = await makeAddresses(
      harness,
      title.replaceAll(' ', '-'),
      await passwords.hash('the right password'),
    );

    /** Statements and hashes of six consecutive requests, up to the first throttled one. */
    async function statements(email: string): Promise<string[]> {
      const recorded: string[] = (steps = []);
      const db: Kysely<Database> = core.db.withPlugin(recorder(recorded));
      const sessions = createSessions({ db, clock: core.clock, rules: core.profile.accounts, passwords });
      const letters = { ...testOutbox(core, new TestServer()), wake: (): void => undefined };
      const deps = {
        ...createAccountDeps(core, { passwords, sessions, letters, personalData: [paymentsPersonalData] }),
        db,
      };
      for (let times = 0; times < 6; times += 1) {
        await route(deps, email, caller).catch((error: unknown) => {
          if (!(error instanceof ProblemError)) throw error;
        });
        recorded.push('—');
      }
      return recorded;
    }

    // The session's last-used time is written once a minute, independent of the address.
    await statements(`first.${addresses.unknown}`);
    const done = new Map<AddressKind, string[]>();
    for (const one of addressKinds) done.set(one, await statements(addresses[one]));
    const unknown = done.get('unknown') ?? [];
    expect(unknown.length).toBeGreaterThan(12);
    // With a password the hash costs more than all statements together.
    expect(unknown.some((step) => step.startsWith('hash '))).toBe(withPassword.has(title));
    for (const [one, theirs] of done) expect({ one, statements: theirs }).toEqual({ one, statements: unknown });
  });
});
