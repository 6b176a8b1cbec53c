import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import PQueue from 'p-queue';
import { ProblemError } from '../../../platform/http/problem-error.ts';

/** Cost of scrypt: N = 2^logN, block size r, lanes p. */
export interface PasswordCost {
  readonly logN: number;
  readonly r: number;
  readonly p: number;
}

/** OWASP Password Storage: N=2^17, r=8, p=1 (128 MiB and some 300 ms a hash). */
export const fullPasswordCost: PasswordCost = { logN: 17, r: 8, p: 1 };

const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** Each hash takes 128 MiB: two at once bound the memory, a short queue bounds the wait. */
const HASHES_AT_ONCE = 2;
const MAX_WAITING = 64;
/** After so many requests went first, a waiting background hash has its turn, so that it ends under steady load too. */
const REQUESTS_BEFORE_BACKGROUND = 4;

const PHC = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

/** `background`: somebody may want it later; it yields to hashes that a request waits for. */
export type HashPriority = 'request' | 'background';

/** Hashes and checks passwords at one cost. */
export interface Passwords {
  /** @returns the PHC string to store */
  hash(password: string, priority?: HashPriority): Promise<string>;
  /**
   * Whether the password belongs to the stored hash. With null (no such account) a hash of the same cost is
   * computed and the answer is false, so that the time tells nothing.
   */
  matches(password: string, stored: string | null): Promise<boolean>;
  /**
   * Hashes by the salt and the cost of a stored hash: equal for equal secrets. One of a set of secrets that share a
   * salt is found by this with a single hash.
   */
  hashLike(secret: string, stored: string, priority?: HashPriority): Promise<string>;
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

function phc(cost: PasswordCost, salt: Buffer, key: Buffer): string {
  return `$scrypt$ln=${cost.logN},r=${cost.r},p=${cost.p}$${unpadded(salt)}$${unpadded(key)}`;
}

function parse(stored: string): { cost: PasswordCost; salt: Buffer; key: Buffer } | null {
  const parts = PHC.exec(stored);
  if (!parts) return null;
  const [, logN, r, p, salt = '', key = ''] = parts;
  const cost = { logN: Number(logN), r: Number(r), p: Number(p) };
  return { cost, salt: Buffer.from(salt, 'base64'), key: Buffer.from(key, 'base64') };
}

/** Derives a key from a password: the one expensive step, and the only one whose time tells. */
export type DeriveKey = (password: string, salt: Buffer, cost: PasswordCost) => Promise<Buffer>;

/** By scrypt. */
export const scryptKey: DeriveKey = (password, salt, cost) => {
  const N = 2 ** cost.logN;
  const options = { N, r: cost.r, p: cost.p, maxmem: 256 * N * cost.r };
  return new Promise((resolve, reject) => {
    // The same password typed on Windows and on macOS may differ in composition alone.
    scrypt(password.normalize('NFC'), salt, KEY_BYTES, options, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
};

/**
 * Runs at most `HASHES_AT_ONCE` tasks at a time, requests in order of arrival. Each background task is placed after
 * `REQUESTS_BEFORE_BACKGROUND` requests. Errors: `too-many-requests` if too many tasks of the kind are waiting.
 */
function createQueue(): <T>(task: () => Promise<T>, priority?: HashPriority) => Promise<T> {
  const queue = new PQueue({ concurrency: HASHES_AT_ONCE });
  const added = { request: 0, background: 0 };
  const started = { request: 0, background: 0 };
  /** Place of the last background task among the requests, which are numbered from 1. */
  let backgroundPlace = 0;
  const nextPlace = (kind: HashPriority): number => {
    if (kind === 'request') return added.request;
    backgroundPlace = Math.max(started.request, backgroundPlace) + REQUESTS_BEFORE_BACKGROUND;
    return backgroundPlace + 0.5;
  };
  return async (task, kind = 'request') => {
    if (added[kind] - started[kind] >= MAX_WAITING)
      throw new ProblemError('too-many-requests', { retryAfterMs: 5_000 });
    added[kind] += 1;
    const run = (): ReturnType<typeof task> => {
      started[kind] += 1;
      return task();
    };
    return queue.add(run, { priority: -nextPlace(kind) });
  };
}

/**
 * Password hashing by scrypt, stored as `$scrypt$ln=17,r=8,p=1$salt$key` (PHC string format, base64 without
 * padding).
 *
 * @param cost cheaper in tests; a stored hash is checked at the cost it names
 * @param derive replaced only in tests that count hashes
 */
export function createPasswords(cost: PasswordCost = fullPasswordCost, derive: DeriveKey = scryptKey): Passwords {
  const inTurn = createQueue();
  const nobodysSalt = randomBytes(SALT_BYTES);
  return {
    hash: (password, priority) =>
      inTurn(async () => {
        const salt = randomBytes(SALT_BYTES);
        const key = await derive(password, salt, cost);
        return phc(cost, salt, key);
      }, priority),
    matches: (password, stored) =>
      inTurn(async () => {
        const known = stored === null ? null : parse(stored);
        if (!known) {
          await derive(password, nobodysSalt, cost);
          return false;
        }
        const actual = await derive(password, known.salt, known.cost);
        return actual.length === known.key.length && timingSafeEqual(actual, known.key);
      }),
    hashLike: (secret, stored, priority) =>
      inTurn(async () => {
        const known = parse(stored);
        if (!known) throw new Error('This is no hash of ours.');
        return phc(known.cost, known.salt, await derive(secret, known.salt, known.cost));
      }, priority),
  };
}
