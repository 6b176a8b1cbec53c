import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Core } from '../lifecycle/core.ts';
import type { Database } from '../database/schema.ts';
import { inTransaction } from '../database/unit-of-work.ts';
import { lockedIn } from '../database/locks.ts';
import { ProblemError } from '../http/problem-error.ts';
import { bodyHash, isKey, keyHash } from './hashes.ts';

/** A request made under an Idempotency-Key: `answer` is null while it runs (until `lease_until`). */
interface IdempotencyKeyTable {
  key_hash: string;
  body_hash: string;
  lease_until: number;
  status: number | null;
  answer: string | null;
  expires_at: number;
}

declare module '../database/schema.ts' {
  interface Database {
    idempotency_keys: IdempotencyKeyTable;
  }
}

/** A request made under an `Idempotency-Key`. */
export interface KeyedRequest {
  /** Whose key it is and for what operation, `payments:<account>`: the same key elsewhere is another key. */
  readonly scope: string;
  /** The header as it came; undefined: there was none. */
  readonly key: string | undefined;
  /** What was asked, as plain data. */
  readonly body: unknown;
}

/** The right to do the work of a key, until its lease is over. */
export interface KeyClaim {
  /** Of scope and key, to be found by later. */
  readonly keyHash: string;
  /**
   * Stores the answer in the transaction that makes it true, so that neither stands without the other. To be called in
   * the work's last transaction. Errors: `idempotency-key-running` when the lease ran out and another try took over:
   * the transaction is then undone, and that try answers.
   */
  keep(trx: Transaction<Database>, answer: unknown): Promise<void>;
  /**
   * Makes sure, in a transaction before the last one, that the key is still this try's: held until the transaction ends,
   * so that nobody can say meanwhile that nothing came under it. Errors: as `keep`.
   */
  stand(trx: Transaction<Database>): Promise<void>;
  /** From here on something stands that a further try has to go on with: a failure no longer gives the key up. */
  hold(): void;
}

type Found = { readonly state: 'mine'; readonly lease: number } | { readonly state: 'stored'; readonly answer: string };

async function claim(core: Core, hash: string, body: string): Promise<Found> {
  const rules = core.profile.payments;
  return inTransaction(core, async ({ trx, now }): Promise<Found> => {
    const lease = now + rules.requestLeaseMs;
    const fresh = {
      body_hash: body,
      lease_until: lease,
      status: null,
      answer: null,
      expires_at: now + rules.idempotencyKeyMs,
    };
    const inserted = await trx
      .insertInto('idempotency_keys')
      .values({ key_hash: hash, ...fresh })
      .onConflict((conflict) => conflict.column('key_hash').doNothing())
      .executeTakeFirst();
    if ((inserted.numInsertedOrUpdatedRows ?? 0n) > 0n) return { state: 'mine', lease };
    const row = await lockedIn(
      trx.selectFrom('idempotency_keys').selectAll().where('key_hash', '=', hash),
      core.dialect,
      'idempotency_keys',
    ).executeTakeFirstOrThrow();
    const over = row.expires_at <= now;
    if (!over && row.body_hash !== body) throw new ProblemError('idempotency-key-reused');
    if (!over && row.answer !== null) return { state: 'stored', answer: row.answer };
    if (!over && row.lease_until > now) {
      throw new ProblemError('idempotency-key-running', { retryAfterMs: row.lease_until - now });
    }
    await trx.updateTable('idempotency_keys').set(fresh).where('key_hash', '=', hash).execute();
    return { state: 'mine', lease };
  });
}

/** Whoever failed lets go: of the whole key, or of its lease alone, so that the same request may go on at once. */
async function letGo(core: Core, hash: string, lease: number, whole: boolean): Promise<void> {
  const { db } = core;
  if (whole) {
    await db
      .deleteFrom('idempotency_keys')
      .where('key_hash', '=', hash)
      .where('lease_until', '=', lease)
      .where('answer', 'is', null)
      .execute();
    return;
  }
  await db
    .updateTable('idempotency_keys')
    .set({ lease_until: core.clock.now() })
    .where('key_hash', '=', hash)
    .where('lease_until', '=', lease)
    .where('answer', 'is', null)
    .execute();
}

/**
 * Does work once a key (draft-ietf-httpapi-idempotency-key-header): the same key with the same body gets the stored
 * answer, for the profile's `idempotencyKeyMs`. While a request under the key runs, others are refused; a run that
 * died leaves its lease (`requestLeaseMs`), after which the same request does the work again, which therefore has to
 * go on from whatever stands. Work that fails with a problem before `hold()` gives the key up whole.
 *
 * The work calls `claim.keep(trx, answer)` in its last transaction; an answer is plain data. What it returns is what
 * it kept.
 *
 * Errors: `idempotency-key-missing` (none, or not 16 to 80 visible ASCII characters), `idempotency-key-reused`
 * (another body), `idempotency-key-running` (with `retryAfterMs`), and what the work throws.
 */
export async function withIdempotencyKey<T>(
  core: Core,
  request: KeyedRequest,
  work: (claim: KeyClaim) => Promise<T>,
): Promise<T> {
  const { scope, key, body } = request;
  if (key === undefined || !isKey(key)) throw new ProblemError('idempotency-key-missing');
  const hash = keyHash(scope, key);
  const found = await claim(core, hash, bodyHash(body));
  if (found.state === 'stored') return JSON.parse(found.answer) as T;
  const { lease } = found;
  let held = false;
  try {
    return await work({
      keyHash: hash,
      hold() {
        held = true;
      },
      async keep(trx, answer) {
        const kept = await trx
          .updateTable('idempotency_keys')
          .set({ status: 200, answer: JSON.stringify(answer) })
          .where('key_hash', '=', hash)
          .where('lease_until', '=', lease)
          .where('answer', 'is', null)
          .executeTakeFirst();
        if (kept.numUpdatedRows === 0n) throw new ProblemError('idempotency-key-running', { retryAfterMs: 1_000 });
      },
      async stand(trx) {
        const standing = await lockedIn(
          trx
            .selectFrom('idempotency_keys')
            .select('lease_until')
            .where('key_hash', '=', hash)
            .where('body_hash', '=', bodyHash(body))
            .where('lease_until', '=', lease)
            .where('answer', 'is', null),
          core.dialect,
          'idempotency_keys',
        ).executeTakeFirst();
        if (standing === undefined) throw new ProblemError('idempotency-key-running', { retryAfterMs: 1_000 });
      },
    });
  } catch (error) {
    // Should this fail too, the lease runs out by itself; what went wrong first is what is told.
    await letGo(core, hash, lease, error instanceof ProblemError && !held).catch(() => undefined);
    throw error;
  }
}

/**
 * Says that nothing came under a key, and makes it stay so: a request under it that is still on its way is refused
 * with `idempotency-key-reused` when it arrives. False: something runs or ran under it.
 */
export async function burnKey(core: Core, scope: string, key: string): Promise<boolean> {
  const hash = keyHash(scope, key);
  // No body has this hash.
  const burnt = createHash('sha256').update('').digest('hex');
  return inTransaction(core, async ({ trx, now }) => {
    const row = {
      body_hash: burnt,
      // No try has this lease, not even one whose lease ends at this very moment.
      lease_until: 0,
      status: null,
      answer: null,
      expires_at: now + core.profile.payments.idempotencyKeyMs,
    };
    const done = await trx
      .insertInto('idempotency_keys')
      .values({ key_hash: hash, ...row })
      .onConflict((conflict) =>
        conflict
          .column('key_hash')
          .doUpdateSet(row)
          .where('idempotency_keys.answer', 'is', null)
          .where('idempotency_keys.lease_until', '<=', now),
      )
      .executeTakeFirst();
    return (done.numInsertedOrUpdatedRows ?? 0n) > 0n;
  });
}

/** Forgets the keys whose time is over. */
export async function purgeIdempotencyKeys(db: Kysely<Database>, now: number): Promise<void> {
  await db.deleteFrom('idempotency_keys').where('expires_at', '<=', now).execute();
}
