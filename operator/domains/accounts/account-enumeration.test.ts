import { performance } from 'node:perf_hooks';
import { SqliteQueryCompiler, type KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { paths } from '#protocol/api/paths.ts';
import { freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { anna, boris, testService, type TestService } from '#tests/operator/test-app.ts';
import { usualLimits } from '../../platform/http/rate-limits.ts';
import { createAccountDeps, type AccountDeps } from './account-deps.ts';
import { paymentsPersonalData } from '../payments/personal-data.ts';
import { accountBench, type AccountBench, type BenchAnswer } from '#tests/operator/account-fixture.ts';
import { changeEmail } from './changes/email.ts';
import { askForReset } from './changes/password-reset.ts';
import { createPasswords } from './passwords/passwords.ts';
import { register, writeAgain } from './registration/register.ts';

const password = 'a lamp in the attic';
const registration = { password, advertisingConsent: false, consentTextVersion: '2026-09' };
const language = 'en';
const rounds = 40;

/** Writes down each statement, without its parameters. */
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

/**
 * Compares how long two kinds of addresses take, asked in turns, so that whatever else the machine does falls on both.
 * Each request goes to an address of its own kind; hours pass in between, so that letters are written each time.
 */
describe('known, pending and unknown addresses', () => {
  let database: TestDatabase;
  let service: TestService;
  let bench: AccountBench;
  beforeAll(async () => {
    database = await freshDatabase('sqlite');
    // A cost at which a hash that is left out would show, and a database that would not hide it.
    service = await testService(database.address, {
      cost: { logN: 13, r: 8, p: 1 },
      limits: { ...usualLimits, perAddress: 1e9, signInsPerAddress: 1e9 },
    });
    bench = accountBench(service);
    await bench.register('pending@example.test', password);
  });
  afterAll(async () => {
    await service.close();
    await database.remove();
  });

  type Ask = (email: string) => Promise<BenchAnswer>;
  const ways: [string, Ask, (deps: AccountDeps, email: string) => Promise<unknown>][] = [
    [
      'registering',
      (email) => bench.register(email, password),
      (deps, email) => register(deps, { ...registration, email, language }),
    ],
    [
      'another letter',
      (email) => bench.post(paths.registrationLetter, { email, language }),
      (deps, email) => writeAgain(deps, { email, language }),
    ],
    [
      'a lost password',
      (email) => bench.post(paths.passwordResets, { email, language }),
      (deps, email) => askForReset(deps, { email, language }),
    ],
  ];

  /** A quarter of the requests were faster: less moved by what else the machine did than the middle one. */
  const quarter = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)] ?? 0;

  /** What is asked of the database meanwhile. */
  async function statements(work: (deps: AccountDeps) => Promise<unknown>): Promise<string[]> {
    const sql: string[] = [];
    const { core, sessions, post } = service;
    const passwords = createPasswords({ logN: 4, r: 1, p: 1 });
    const deps = createAccountDeps(core, {
      passwords,
      sessions,
      letters: post.outbox,
      personalData: [paymentsPersonalData],
    });
    await work({ ...deps, db: core.db.withPlugin(recorder(sql)) });
    return sql;
  }

  it.each(ways)('ask the same of the database: %s', async (_title, _ask, directly) => {
    service.time.now += 2 * 3_600_000;
    const asked = (email: string): Promise<string[]> => statements((deps) => directly(deps, email));
    const unknown = await asked('first@example.test');
    expect(unknown.length).toBeGreaterThan(3);
    expect(await asked(anna.email)).toEqual(unknown);
    expect(await asked('pending@example.test')).toEqual(unknown);
  });

  it('ask the same of the database: another address', async () => {
    const { account, session } = await service.signIn();
    const caller = { accountId: account.id, sessionId: session.id };
    const asked = (email: string): Promise<string[]> => {
      service.time.now += 60_000;
      return statements((deps) => changeEmail(deps, caller, { email, password: anna.password, language }));
    };
    const unknown = await asked('third@example.test');
    expect(unknown.length).toBeGreaterThan(10);
    expect(await asked(boris.email)).toEqual(unknown);
    expect(await asked('pending@example.test')).toEqual(unknown);
  });

  it.each(ways)('get the same answer: %s', async (_title, ask) => {
    service.time.now += 2 * 3_600_000;
    const unknown = await ask('second@example.test');
    expect(unknown.status).toBe(202);
    expect(await ask(anna.email)).toEqual(unknown);
    expect(await ask('pending@example.test')).toEqual(unknown);
  });

  it.each(ways)('take the same time: %s', async (_title, ask) => {
    const emails = [anna.email, 'pending@example.test', 'nobody@example.test'];
    const times = emails.map((): number[] => []);
    for (let turn = 0; turn < rounds * emails.length; turn += 1) {
      // Each kind stands at each place of the round as often as the others.
      const at = (turn + Math.floor(turn / emails.length)) % emails.length;
      if (turn % emails.length === 0) service.time.now += 2 * 3_600_000;
      const begin = performance.now();
      await ask(emails[at] ?? '');
      times[at]?.push(performance.now() - begin);
    }
    const [known = 0, pending = 0, unknown = 0] = times.map(quarter);
    for (const other of [known, pending]) {
      expect(other / unknown).toBeGreaterThan(0.65);
      expect(other / unknown).toBeLessThan(1.55);
    }
  });
});
