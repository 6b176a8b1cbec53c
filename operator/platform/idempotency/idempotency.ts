import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { Core } from '../lifecycle/core.ts';
import type { Database } from '../database/schema.ts';
import { inTransaction } from '../database/unit-of-work.ts';
import { lockedIn } from '../database/locks.ts';
import { ProblemError } from '../http/problem-error.ts';
import { bodyHash, isKey, keyHash } from './hashes.ts';

/** A request with an Idempotency-Key; `answer` is null while it runs (until `lease_until`). */
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

/** Input of `withIdempotencyKey`. */
export interface KeyedRequest {
  /** Owner and operation, `payments:<account>`. The same key in another scope is a different key. */
  readonly scope: string;
  /** The header's value; undefined when missing. */
  readonly key: string | undefined;
  /** Request body as plain data. */
  readonly body: unknown;
}

/** Exclusive right to do the work of a key until the lease expires. */
export interface KeyClaim {
  /** Hash of scope and key. */
  readonly keyHash: string;
  /**
   * Stores the answer in the work's last transaction, so that both commit together.
   *
   * @throws `idempotency-key-running` when the lease expired and another request took over: the transaction is rolled
   *   back and that request answers
   */
  keep(trx: Transaction<Database>, answer: unknown): Promise<void>;
  /**
   * Re-checks in an earlier transaction that this request still owns the key, and locks it until that transaction ends,
   * so that the key cannot be invalidated meanwhile.
   *
   * @throws as `keep`
   */
  stand(trx: Transaction<Database>): Promise<void>;
  /** Marks that work was stored which a retry must continue: a later failure no longer releases the key. */
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

/**
 * Releases a failed request's claim: the whole key, or only its lease, so that the same request can be retried at once.
 */
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
 * Runs work once per key (draft-ietf-httpapi-idempotency-key-header): the same key with the same body returns the
 * stored answer for the profile's `idempotencyKeyMs`. Concurrent requests with the key are refused. After a crash the
 * lease (`requestLeaseMs`) expires and the same request runs the work again, which must continue from what is stored.
 * Work that fails with a problem before `hold()` releases the key.
 *
 * The work calls `claim.keep(trx, answer)` in its last transaction and returns the same answer, which is plain data.
 *
 * @throws `idempotency-key-missing` (none, or not 16 to 80 visible ASCII characters), `idempotency-key-reused` (another
 *   body), `idempotency-key-running` (with `retryAfterMs`), and what the work throws
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
    // If this fails too, the lease expires by itself; report the original error.
    await letGo(core, hash, lease, error instanceof ProblemError && !held).catch(() => undefined);
    throw error;
  }
}

/**
 * Invalidates an unused key: a request with it that arrives later is refused with `idempotency-key-reused`. Returns
 * false when a request with the key runs or ran.
 */
export async function burnKey(core: Core, scope: string, key: string): Promise<boolean> {
  const hash = keyHash(scope, key);
  // No body has this hash (bodies are never empty text).
  const burnt = createHash('sha256').update('').digest('hex');
  return inTransaction(core, async ({ trx, now }) => {
    const row = {
      body_hash: burnt,
      // Differs from every lease, even one that ends at this millisecond.
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

/** Deletes expired keys. */
export async function purgeIdempotencyKeys(db: Kysely<Database>, now: number): Promise<void> {
  await db.deleteFrom('idempotency_keys').where('expires_at', '<=', now).execute();
}
