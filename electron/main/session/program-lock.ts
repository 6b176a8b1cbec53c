import type { LockAfter, SessionStatus } from '#protocol/ipc/state.ts';

type Locked = Extract<SessionStatus, { state: 'locked' }>;
export type LockReason = Locked['because'];
export type UnlockMethod = Locked['methods'][number];

/** Lock of the program on the person's own computer. The session manager decides when it applies. */
export interface ProgramLock {
  /** Why it is locked; null: it is open. */
  because(): LockReason | null;
  /** Ways to unlock, the best first. A password that nobody has heard of yet counts as there: better shut than open. */
  methods(hasPassword: boolean | null): UnlockMethod[];
  /** Locks where there is a way to unlock again. Returns whether it fell now. */
  fall(reason: LockReason, hasPassword: boolean | null): boolean;
  open(): void;
  /** Idle time after which it falls, ms; null: never. */
  idleMs(): number | null;
  /** Whether the next start of the program begins locked, as things stand. */
  atStart(): boolean;
}

const MINUTE_MS = 60_000;

/**
 * @param ports.lockAfter what the person set
 * @param ports.systemCanAsk whether the system can ask who sits there (Touch ID)
 */
export function createProgramLock(ports: {
  readonly lockAfter: () => LockAfter;
  readonly systemCanAsk: () => boolean;
}): ProgramLock {
  let because: LockReason | null = null;
  const methods = (hasPassword: boolean | null): UnlockMethod[] => [
    ...(ports.systemCanAsk() ? (['system'] as const) : []),
    ...(hasPassword === false ? [] : (['password'] as const)),
  ];
  return {
    because: () => because,
    methods,
    fall(reason, hasPassword): boolean {
      if (because !== null || methods(hasPassword).length === 0) return false;
      because = reason;
      return true;
    },
    open(): void {
      because = null;
    },
    idleMs(): number | null {
      const after = ports.lockAfter();
      return after === 'never' ? null : Number(after) * MINUTE_MS;
    },
    // A lock that was asked for outlives the program's end too: otherwise ending it would be the way in.
    atStart: () => because !== null || ports.lockAfter() !== 'never',
  };
}
