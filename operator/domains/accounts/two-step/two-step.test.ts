import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase, type TestDatabase } from '#tests/databases.ts';
import { anna, boris, testService, type TestService } from '#tests/operator/test-app.ts';
import { ntvPlus } from '../../../platform/profile/ntv-plus.ts';
import type { Caller } from '../../../platform/http/caller.ts';
import { createPasswords, type Passwords } from '../passwords/passwords.ts';
import { outcomes, refusal, refusalCode } from '#tests/operator/session-fixture.ts';
import { appCode, twoStepBench, wrongCode, type TwoStepBench } from '#tests/operator/two-step-fixture.ts';

const rules = ntvPlus.accounts;

describeOnDatabases('two-step sign-in of one’s account', (kind) => {
  let address: TestDatabase['address'];
  let service: TestService;
  let bench: TwoStepBench;
  let caller: Caller;
  let dispose: () => Promise<void>;

  beforeEach(async () => {
    const database = await freshDatabase(kind);
    ({ address } = database);
    service = await testService(address);
    bench = twoStepBench(service);
    ({ caller } = await bench.annaSignedIn());
    dispose = async () => {
      await service.close();
      await database.remove();
    };
  });
  afterEach(() => dispose());

  const setUp = (): ReturnType<TwoStepBench['twoStep']['setUp']> => bench.twoStep.setUp(caller, anna.password);
  const confirm = (code: string, attempt?: number): ReturnType<TwoStepBench['twoStep']['confirm']> =>
    bench.twoStep.confirm(caller, attempt === undefined ? { code } : { code, attempt });
  const pass = (ms: number): void => {
    service.time.now += ms;
  };
  const inTable = (table: 'two_step' | 'recovery_codes' | 'sign_in_challenges'): Promise<unknown[]> =>
    service.core.db.selectFrom(table).selectAll().execute();

  it('is on once a code of the new secret was shown, and its owner is told', async () => {
    const { secret, uri, expiresInMs } = await setUp();
    expect(new URL(uri).searchParams.get('secret')).toBe(secret);
    expect(uri).toContain(encodeURIComponent(anna.email));
    expect(expiresInMs).toBe(rules.twoStepSetupMs);
    await service.signIn();
    expect(bench.letters).toEqual([]);
    const { codes } = await confirm(appCode(secret, service.time.now));
    expect(new Set(codes).size).toBe(rules.recoveryCodes);
    for (const code of codes) expect(code).toMatch(/^[0-9a-hjkmnp-tv-z]{4}-[0-9a-hjkmnp-tv-z]{4}$/);
    expect(bench.letters).toEqual([
      { kind: 'two-step-on', recipient: anna.email, accountId: caller.accountId, language: 'sv' },
    ]);
    await bench.challenge();
  });

  it('asks for the password first, and for a young session where there is none', async () => {
    for (const change of [bench.twoStep.setUp, bench.twoStep.renewRecoveryCodes, bench.twoStep.turnOff]) {
      expect(await refusalCode(change(caller, 'wrong password'))).toBe('password-wrong');
      expect(await refusalCode(change(caller, null))).toBe('password-wrong');
    }
    expect(await inTable('two_step')).toEqual([]);
    await service.core.db.updateTable('accounts').set({ password_hash: null }).execute();
    const { secret } = await bench.twoStep.setUp(caller, null);
    await confirm(appCode(secret, service.time.now));
    pass(rules.freshSessionMs);
    expect(await refusalCode(bench.twoStep.turnOff(caller, null))).toBe('fresh-session-needed');
  });

  it('refuses a wrong first code and takes the right one after it', async () => {
    const { secret } = await setUp();
    expect(await refusalCode(confirm(wrongCode(secret, service.time.now)))).toBe('two-step-failed');
    expect(bench.letters).toEqual([]);
    await confirm(appCode(secret, service.time.now));
  });

  it('forgets a secret that waited too long, and one in whose place another came', async () => {
    expect(await refusalCode(confirm('123456'))).toBe('two-step-expired');
    const first = await setUp();
    pass(rules.twoStepSetupMs);
    expect(await refusalCode(confirm(appCode(first.secret, service.time.now)))).toBe('two-step-expired');
    await service.sessions.purge();
    expect(await inTable('two_step')).toEqual([]);
    const second = await setUp();
    const third = await setUp();
    expect(third.secret).not.toBe(second.secret);
    expect(await refusalCode(confirm(appCode(second.secret, service.time.now)))).toBe('two-step-failed');
    await confirm(appCode(third.secret, service.time.now));
    await service.sessions.purge();
    expect(await inTable('two_step')).toHaveLength(1);
  });

  it('is turned on once by many first codes at once', async () => {
    const { secret } = await setUp();
    const code = appCode(secret, service.time.now);
    // On SQLite there is one instance.
    const second = kind === 'postgres' ? await testService(address, { fresh: false, time: service.time }) : null;
    const other = second ? twoStepBench(second) : bench;
    const tries = Array.from({ length: 16 }, (_, i) => (i % 2 === 0 ? bench : other).twoStep.confirm(caller, { code }));
    const codes = await outcomes(tries);
    await second?.close();
    expect(codes.filter((one) => one === 'good')).toHaveLength(1);
    expect(codes.filter((one) => one === 'two-step-already-on')).toHaveLength(15);
    expect(new Set([...bench.letters, ...other.letters]).size).toBe(1);
    expect(await inTable('recovery_codes')).toHaveLength(rules.recoveryCodes);
  });

  it('is not set up anew while it is on', async () => {
    const { secret } = await bench.turnOn();
    expect(await refusalCode(setUp())).toBe('two-step-already-on');
    expect(await refusalCode(confirm(appCode(secret, service.time.now)))).toBe('two-step-already-on');
  });

  it('is of one account alone', async () => {
    const grant = await service.signIn({ email: boris.email, password: boris.password });
    const boriss = { accountId: grant.account.id, sessionId: grant.session.id };
    const { secret } = await setUp();
    const code = appCode(secret, service.time.now);
    expect(await refusalCode(bench.twoStep.confirm(boriss, { code }))).toBe('two-step-expired');
    await confirm(code);
    expect(await refusalCode(bench.twoStep.turnOff(boriss, boris.password))).toBe('two-step-not-on');
    await service.signIn({ email: boris.email, password: boris.password });
  });

  it('stores no recovery code readable, and none alike for two accounts', async () => {
    const { recoveryCodes } = await bench.turnOn();
    const stored = JSON.stringify(await inTable('recovery_codes'));
    for (const code of recoveryCodes) {
      expect(stored).not.toContain(code);
      expect(stored).not.toContain(code.replace('-', ''));
    }
    expect(stored).toContain('$scrypt$');
  });

  it('gives new recovery codes, and the old ones are dead', async () => {
    expect(await refusalCode(bench.twoStep.renewRecoveryCodes(caller, anna.password))).toBe('two-step-not-on');
    await setUp();
    expect(await refusalCode(bench.twoStep.renewRecoveryCodes(caller, anna.password))).toBe('two-step-not-on');
    const { recoveryCodes } = await bench.turnOn();
    const { codes } = await bench.twoStep.renewRecoveryCodes(caller, anna.password);
    expect(codes).toHaveLength(rules.recoveryCodes);
    const [old = ''] = recoveryCodes;
    const [fresh = ''] = codes;
    const challenge = await bench.challenge();
    expect(await refusalCode(bench.finish({ challenge, code: old }))).toBe('two-step-failed');
    await bench.finish({ challenge, code: fresh });
  });

  it('is turned off with all that belongs to it, and its owner is told', async () => {
    expect(await refusalCode(bench.twoStep.turnOff(caller, anna.password))).toBe('two-step-not-on');
    const { secret } = await bench.turnOn();
    const challenge = await bench.challenge();
    await bench.twoStep.turnOff(caller, anna.password);
    for (const table of ['two_step', 'recovery_codes', 'sign_in_challenges'] as const) {
      expect(await inTable(table)).toEqual([]);
    }
    expect(bench.letters.map((letter) => letter.kind)).toEqual(['two-step-on', 'two-step-off']);
    const code = appCode(secret, service.time.now);
    expect(await refusalCode(bench.finish({ challenge, code }))).toBe('two-step-expired');
    await service.signIn();
    const again = await setUp();
    expect(again.secret).not.toBe(secret);
  });

  it('is not changed by a session that was ended meanwhile', async () => {
    const { secret } = await setUp();
    await service.sessions.end(caller.sessionId, 'ended-elsewhere');
    expect((await refusal(confirm(appCode(secret, service.time.now)))).code).toBe('session-ended');
    expect(bench.letters).toEqual([]);
  });

  /** A bench whose hashes are counted, and wait for `open` while `held`. */
  const countedBench = (
    over: TestService = service,
  ): { bench: TwoStepBench; hashes: { made: number }; hold: () => () => void; waiting: () => number } => {
    const cheap = createPasswords({ logN: 4, r: 1, p: 1 });
    const hashes = { made: 0 };
    let gate = Promise.resolve();
    let begun = 0;
    const counted: Passwords = {
      ...cheap,
      async hash(...args) {
        begun += 1;
        await gate;
        hashes.made += 1;
        return cheap.hash(...args);
      },
      async hashLike(...args) {
        begun += 1;
        await gate;
        hashes.made += 1;
        return cheap.hashLike(...args);
      },
    };
    const hold = (): (() => void) => {
      let open: () => void = () => undefined;
      gate = new Promise((resolve) => (open = resolve));
      return open;
    };
    return { bench: twoStepBench(over, counted), hashes, hold, waiting: () => begun - hashes.made };
  };

  it('prepares the recovery codes from the set-up on, so that the confirmation hashes nothing', async () => {
    const counted = countedBench();
    const { secret } = await counted.bench.twoStep.setUp(caller, anna.password);
    await expect.poll(() => counted.hashes.made).toBe(rules.recoveryCodes);
    const open = counted.hold();
    const { codes } = await counted.bench.twoStep.confirm(caller, { code: appCode(secret, service.time.now) });
    expect(codes).toHaveLength(rules.recoveryCodes);
    expect(counted.hashes.made).toBe(rules.recoveryCodes);
    open();
    service.time.now += 30_000;
    const challenge = await bench.challenge();
    await counted.bench.finish({ challenge, code: codes[9] ?? '' });
  });

  it('makes one set for a set-up that is repeated, and keeps it for the next when it expires', async () => {
    const counted = countedBench();
    await counted.bench.twoStep.setUp(caller, anna.password);
    await expect.poll(() => counted.hashes.made).toBe(rules.recoveryCodes);
    await counted.bench.twoStep.setUp(caller, anna.password);
    pass(rules.twoStepSetupMs);
    const { secret } = await counted.bench.twoStep.setUp(caller, anna.password);
    const { codes } = await counted.bench.twoStep.confirm(caller, { code: appCode(secret, service.time.now) });
    expect(codes).toHaveLength(rules.recoveryCodes);
    expect(counted.hashes.made).toBe(rules.recoveryCodes);
  });

  it('is confirmed by a service that restarted meanwhile or is another instance', async () => {
    const { secret } = await setUp();
    const restarted = countedBench();
    await restarted.bench.twoStep.resume();
    await expect.poll(() => restarted.hashes.made).toBe(rules.recoveryCodes);
    // Another instance knows nothing of the set-up but what the database holds, and makes the codes when it is asked.
    const other = countedBench();
    const { codes } = await other.bench.twoStep.confirm(caller, { code: appCode(secret, service.time.now) });
    expect(new Set(codes).size).toBe(rules.recoveryCodes);
    pass(30_000);
    const challenge = await bench.challenge();
    await bench.finish({ challenge, code: codes[0] ?? '' });
  });

  it('[W1] gives new codes to the session that had no answer and asks again; those of the lost answer are void', async () => {
    const { secret } = await setUp();
    const code = appCode(secret, service.time.now);
    const lost = await confirm(code, 1);
    // As long after as a client waits for an answer: the code itself is of the past by then.
    pass(120_000);
    const shown = await confirm(code, 2);
    expect(shown.codes).toHaveLength(rules.recoveryCodes);
    expect(shown.codes.filter((one) => lost.codes.includes(one))).toEqual([]);
    expect(await inTable('recovery_codes')).toHaveLength(rules.recoveryCodes);
    expect(bench.letters).toHaveLength(1);
    const challenge = await bench.challenge();
    expect(await refusalCode(bench.finish({ challenge, code: lost.codes[0] ?? '' }))).toBe('two-step-failed');
    await bench.finish({ challenge, code: shown.codes[0] ?? '' });
  });

  it('[W1] refuses a repeat that is late, of another session, by a wrong code, or after the set-up’s time', async () => {
    const { secret } = await setUp();
    const code = appCode(secret, service.time.now);
    await confirm(code, 3);
    const stored = await inTable('recovery_codes');
    // A request that was under way while a later one was answered must not void the codes on screen.
    for (const attempt of [undefined, 1, 3]) {
      expect(await refusalCode(confirm(code, attempt))).toBe('two-step-already-on');
    }
    expect(await refusalCode(confirm(wrongCode(secret, service.time.now), 4))).toBe('two-step-failed');
    expect(await refusalCode(confirm(code, 4))).toBe('two-step-already-on');
    const challenge = await bench.challenge();
    pass(30_000);
    const grant = await bench.finish({ challenge, code: appCode(secret, service.time.now) });
    const elsewhere = { accountId: caller.accountId, sessionId: grant.session.id };
    expect(await refusalCode(bench.twoStep.confirm(elsewhere, { code, attempt: 5 }))).toBe('two-step-already-on');
    pass(rules.twoStepSetupMs);
    expect(await refusalCode(confirm(code, 6))).toBe('two-step-already-on');
    expect(await inTable('recovery_codes')).toEqual(stored);
  });

  it('[W1] never voids codes by a slow request for new ones that a later request overtook', async () => {
    await bench.turnOn();
    const slow = countedBench();
    const open = slow.hold();
    const overtaken = outcomes([slow.bench.twoStep.renewRecoveryCodes(caller, anna.password)]);
    await expect.poll(() => slow.waiting()).toBe(1);
    const { codes } = await bench.twoStep.renewRecoveryCodes(caller, anna.password);
    open();
    expect(await overtaken).toEqual(['too-many-requests']);
    const challenge = await bench.challenge();
    await bench.finish({ challenge, code: codes[0] ?? '' });
  });
});
