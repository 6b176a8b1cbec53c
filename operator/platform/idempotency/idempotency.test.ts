import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeOnDatabases, freshDatabase } from '#tests/databases.ts';
import { outcomes, refusalCode } from '#tests/operator/session-fixture.ts';
import type { Core } from '../lifecycle/core.ts';
import { openTestCore, type TestCore } from '#tests/operator/test-database.ts';
import { inTransaction } from '../database/unit-of-work.ts';
import { burnKey, purgeIdempotencyKeys, withIdempotencyKey, type KeyClaim } from './idempotency.ts';

const scope = 'tests:anna';
const key = 'a-key-of-these-tests';
const body = { amountKopecks: 50_000 };
const answer = { id: 'first' };

interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

function gate(): Gate {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => (open = resolve));
  return { passed, open };
}

describeOnDatabases('a key', (kind) => {
  let test: TestCore;
  let core: Core;
  beforeEach(async () => {
    test = await openTestCore(await freshDatabase(kind));
    ({ core } = test);
  });
  afterEach(() => test.close());

  const lease = (): number => core.profile.payments.requestLeaseMs;
  const run = <T>(work: (claim: KeyClaim) => Promise<T>, name = key): Promise<T> =>
    withIdempotencyKey(core, { scope, key: name, body }, work);
  const keep = async (claim: KeyClaim): Promise<typeof answer> => {
    await inTransaction(core, async ({ trx }) => {
      await claim.stand(trx);
      await claim.keep(trx, answer);
    });
    return answer;
  };
  /** A request that pauses inside its work until it is released. */
  const stuck = async (): Promise<{ claim: KeyClaim; on: () => void; end: Promise<unknown> }> => {
    const waits = gate();
    let said: (claim: KeyClaim) => void = () => undefined;
    const claimed = new Promise<KeyClaim>((resolve) => (said = resolve));
    const end = run(async (claim) => {
      said(claim);
      await waits.passed;
      return keep(claim);
    });
    const claim = await claimed;
    return { claim, on: waits.open, end };
  };

  it('that was never used can be invalidated and is refused afterwards', async () => {
    expect(await burnKey(core, scope, key)).toBe(true);
    let ran = false;
    const late = run(async (claim) => {
      ran = true;
      return keep(claim);
    });
    expect(await refusalCode(late)).toBe('idempotency-key-reused');
    expect(ran).toBe(false);
    // A second call returns the same result.
    expect(await burnKey(core, scope, key)).toBe(true);
  });

  it('is invalidated in its own scope only', async () => {
    expect(await burnKey(core, 'tests:boris', key)).toBe(true);
    expect(await run(keep)).toEqual(answer);
  });

  it('cannot be invalidated while a request runs or after it was answered', async () => {
    const { on, end } = await stuck();
    expect(await burnKey(core, scope, key)).toBe(false);
    on();
    expect(await end).toEqual(answer);
    expect(await burnKey(core, scope, key)).toBe(false);
    await core.clock.advance(lease() + 1);
    expect(await burnKey(core, scope, key)).toBe(false);
    expect(await run(() => Promise.reject(new Error('It is stored.')))).toEqual(answer);
  });

  it('can be invalidated after a crashed request’s lease, and that request then changes nothing', async () => {
    const { claim, on, end } = await stuck();
    await core.clock.advance(lease() - 1);
    expect(await burnKey(core, scope, key)).toBe(false);
    await core.clock.advance(1);
    expect(await burnKey(core, scope, key)).toBe(true);
    const marked = (use: (claim: KeyClaim) => (trx: Parameters<KeyClaim['stand']>[0]) => Promise<void>) =>
      inTransaction(core, async ({ trx }) => {
        await trx
          .insertInto('billing_days')
          .values({ day: '2000-01-01', through_contract: '', finished_at: 0 })
          .execute();
        await use(claim)(trx);
      });
    expect(await refusalCode(marked((mine) => (trx) => mine.stand(trx)))).toBe('idempotency-key-running');
    expect(await refusalCode(marked((mine) => (trx) => mine.keep(trx, answer)))).toBe('idempotency-key-running');
    const written = await core.db.selectFrom('billing_days').select('day').where('day', '=', '2000-01-01').execute();
    expect(written).toEqual([]);
    on();
    expect(await refusalCode(end)).toBe('idempotency-key-running');
    expect(await refusalCode(run(keep))).toBe('idempotency-key-reused');
  });

  it('is lost to the first request after another took it over', async () => {
    const first = await stuck();
    await core.clock.advance(lease());
    expect(await run(keep)).toEqual(answer);
    first.on();
    expect(await refusalCode(first.end)).toBe('idempotency-key-running');
    expect(await run(keep)).toEqual(answer);
  });

  it('belongs to the request that took it over, answered or not', async () => {
    const first = await stuck();
    await core.clock.advance(lease());
    const second = await stuck();
    const standing = (claim: KeyClaim): Promise<void> => inTransaction(core, ({ trx }) => claim.stand(trx));
    expect(await refusalCode(standing(first.claim))).toBe('idempotency-key-running');
    await standing(second.claim);
    first.on();
    second.on();
    expect(await outcomes([first.end, second.end])).toEqual(['idempotency-key-running', 'good']);
  });

  it('can be reused after it expired', async () => {
    expect(await burnKey(core, scope, key)).toBe(true);
    await core.clock.advance(core.profile.payments.idempotencyKeyMs);
    expect(await run(keep)).toEqual(answer);
    await core.clock.advance(core.profile.payments.idempotencyKeyMs);
    await purgeIdempotencyKeys(core.db, core.clock.now());
    expect(await core.db.selectFrom('idempotency_keys').selectAll().execute()).toEqual([]);
  });

  it('with an expired lease cannot be invalidated while a transaction holds it', async () => {
    const said: string[] = [];
    const stands = gate();
    const ends = gate();
    const { claim, on, end } = await stuck();
    await core.clock.advance(lease());
    const work = inTransaction(core, async ({ trx }) => {
      await claim.stand(trx);
      stands.open();
      await ends.passed;
      said.push('the work ends');
    });
    await stands.passed;
    const other = await test.another();
    const burning = burnKey(other, scope, key).then((burnt) => said.push(`burnt: ${String(burnt)}`));
    ends.open();
    await work;
    await burning;
    expect(said).toEqual(['the work ends', 'burnt: true']);
    on();
    expect(await refusalCode(end)).toBe('idempotency-key-running');
  });

  it('that is invalidated and used concurrently ends in exactly one of both', async () => {
    const other = await test.another();
    const won = { burnt: 0, ran: 0 };
    for (let round = 0; round < 20; round += 1) {
      const name = `${key}-${String(round)}`;
      const use = (): Promise<unknown> => run(keep, name);
      const burn = (): Promise<boolean> => burnKey(other, scope, name);
      // Alternate which one starts first.
      const [used, burnt] = round % 2 === 0 ? [use(), burn()] : [burn(), use()].reverse();
      const [outcome] = await outcomes([used ?? Promise.reject(new Error('none'))]);
      const isBurnt = (await burnt) === true;
      expect({ round, outcome, isBurnt }).toEqual({
        round,
        outcome: isBurnt ? 'idempotency-key-reused' : 'good',
        isBurnt,
      });
      won[isBurnt ? 'burnt' : 'ran'] += 1;
    }
    expect(won.burnt + won.ran).toBe(20);
  });

  it('used by concurrent requests runs the work once', async () => {
    const other = await test.another();
    let ran = 0;
    const use = (on: Core): Promise<unknown> =>
      withIdempotencyKey(on, { scope, key, body }, async (claim) => {
        ran += 1;
        return inTransaction(on, async ({ trx }) => {
          await claim.stand(trx);
          await claim.keep(trx, answer);
          return answer;
        });
      });
    const ended = await outcomes([use(core), use(other), use(core), use(other), use(core), use(other)]);
    expect(ran).toBe(1);
    expect(ended).toContain('good');
    for (const one of ended) expect(['good', 'idempotency-key-running']).toContain(one);
  });
});
