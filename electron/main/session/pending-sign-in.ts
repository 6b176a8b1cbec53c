import type { IdentityProvider } from '#protocol/api/identity.ts';
import type { Computer } from '#protocol/primitives.ts';

/** A sign-in that waits for an answer of the person. Its secret never leaves main's memory. */
export type PendingSignIn =
  | {
      readonly step: 'two-step';
      readonly challenge: string;
      readonly computer: Computer;
      /** Whether the account is known to have a password: it does where one was just accepted. */
      readonly hasPassword: boolean | null;
    }
  | {
      readonly step: 'link';
      readonly ticket: string;
      readonly provider: IdentityProvider;
      readonly computer: Computer;
    };

/** The one sign-in that waits, if any. */
export interface PendingSignIns {
  /** Begins to wait, in place of what waited before. */
  hold(next: PendingSignIn): void;
  /** The waiting one is forgotten after so long, ms, counted from now. */
  limit(waiting: PendingSignIn, lifeMs: number): void;
  waiting<S extends PendingSignIn['step']>(step: S): Extract<PendingSignIn, { step: S }> | null;
  forget(): void;
}

/** @param ports.later calls back after ms; returns how to call it off */
export function createPendingSignIns(ports: {
  readonly later: (ms: number, run: () => void) => () => void;
}): PendingSignIns {
  let held: PendingSignIn | null = null;
  let callOff: (() => void) | null = null;
  const forget = (): void => {
    held = null;
    callOff?.();
    callOff = null;
  };
  const isStep = <S extends PendingSignIn['step']>(
    one: PendingSignIn,
    step: S,
  ): one is Extract<PendingSignIn, { step: S }> => one.step === step;
  return {
    hold(next): void {
      forget();
      held = next;
    },
    limit(waiting, lifeMs): void {
      if (held !== waiting) return;
      callOff?.();
      callOff = ports.later(lifeMs, forget);
    },
    waiting: (step) => (held !== null && isStep(held, step) ? held : null),
    forget,
  };
}
