import type { Passwords } from '../passwords/passwords.ts';
import { makeRecoveryCodes, type NewRecoveryCodes } from './recovery-codes.ts';

/** Bounds memory and the hashing that set-ups nobody finishes can cause: a set that is ready stays until it is taken. */
const LONGEST_STOCK = 8;

/**
 * Sets of recovery codes made before they are needed: a set costs ten password hashes, seconds of a busy machine. A set
 * belongs to no account until it is taken. It is kept in memory alone: after a restart, and at another instance than
 * the one that was told, a set is made when it is taken.
 */
export interface PreparedCodes {
  /** Has a set made in the background, as one for this account is likely to be taken before `until` (ms UTC). */
  prepare(accountId: string, until: number): void;
  /** A set that was given to nobody else; made now where none is ready. Never call it in a transaction. */
  take(accountId: string): Promise<NewRecoveryCodes>;
  /** Stops making sets in the background. */
  close(): void;
}

/** A set being made. `taken`: a request waits for it, so it is made at the priority of one. */
interface Making {
  taken: boolean;
  readonly set: Promise<NewRecoveryCodes>;
}

/**
 * @param ports.count codes in a set
 * @param ports.now ms UTC
 */
export function createPreparedCodes(ports: {
  readonly passwords: Passwords;
  readonly count: number;
  readonly now: () => number;
}): PreparedCodes {
  const { passwords, count } = ports;
  const ready: NewRecoveryCodes[] = [];
  const expected = new Map<string, number>();
  let making: Making | null = null;
  let closed = false;

  const wanted = (): boolean => {
    const now = ports.now();
    for (const [accountId, until] of expected) if (until <= now) expected.delete(accountId);
    return ready.length < expected.size;
  };

  function fill(): void {
    if (closed || making !== null || !wanted()) return;
    const state = { taken: false };
    const set = makeRecoveryCodes(passwords, count, () => {
      if (closed && !state.taken) throw new Error('The service is closing.');
      return state.taken ? 'request' : 'background';
    });
    const current: Making = Object.assign(state, { set });
    making = current;
    void set
      .then(
        (made) => {
          if (!current.taken) ready.push(made);
        },
        // Nothing to do: whoever takes it hears why, and the next one is made anew.
        () => undefined,
      )
      .finally(() => {
        making = null;
        if (ready.length > 0 || current.taken) fill();
      });
  }

  return {
    prepare(accountId, until): void {
      if (expected.size < LONGEST_STOCK || expected.has(accountId)) expected.set(accountId, until);
      fill();
    },
    async take(accountId): Promise<NewRecoveryCodes> {
      expected.delete(accountId);
      const set = ready.shift();
      if (set) {
        fill();
        return set;
      }
      if (making === null || making.taken) return makeRecoveryCodes(passwords, count, () => 'request');
      making.taken = true;
      return making.set;
    },
    close(): void {
      closed = true;
    },
  };
}
