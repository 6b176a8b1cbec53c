import { TOTP } from 'otpauth';
import type { TokenGrant } from '#protocol/api/sessions.ts';
import { anna, annasSignIn, type TestService } from './test-app.ts';
import type { MailOrder } from '../../../operator/domains/mail/mail-kinds.ts';
import type { Caller } from '../../../operator/platform/http/caller.ts';
import { createPasswords, type Passwords } from '../../../operator/domains/accounts/passwords/passwords.ts';
import { isGrant } from '../../../operator/domains/accounts/sessions/sign-in-answer.ts';
import { createSecondStep, type FinishSignIn } from '../../../operator/domains/accounts/two-step/second-step.ts';
import { createTwoStep, type TwoStep } from '../../../operator/domains/accounts/two-step/two-step.ts';

/** Two-step sign-in on a test service; e-mail is collected instead of sent. */
export interface TwoStepBench {
  readonly twoStep: TwoStep;
  readonly finish: FinishSignIn;
  readonly letters: MailOrder[];
  /** Anna signed in by password alone: only while two-step sign-in is off. */
  annaSignedIn(): Promise<{ grant: TokenGrant; caller: Caller }>;
  /** Turns it on for Anna and advances the clock by one period, so that her next code is unused. */
  turnOn(): Promise<{ caller: Caller; secret: string; recoveryCodes: readonly string[] }>;
  /** The challenge after Anna's correct password. */
  challenge(): Promise<string>;
}

/** The authenticator code at a time (ms UTC). */
export function appCode(secret: string, at: number): string {
  return new TOTP({ secret, algorithm: 'SHA1', digits: 6, period: 30 }).generate({ timestamp: at });
}

/** Six digits that are not a valid code near a time. */
export function wrongCode(secret: string, at: number): string {
  const right = new Set([-2, -1, 0, 1, 2].map((steps) => appCode(secret, at + steps * 30_000)));
  for (let number = 0; ; number += 1) {
    const code = String(number).padStart(6, '0');
    if (!right.has(code)) return code;
  }
}

/** @param passwords password hasher; cheap hashes by default */
export function twoStepBench(
  service: TestService,
  passwords: Passwords = createPasswords({ logN: 4, r: 1, p: 1 }),
): TwoStepBench {
  const { core, sessions } = service;
  const letters: MailOrder[] = [];
  const deps = {
    db: core.db,
    clock: core.clock,
    rules: core.profile.accounts,
    passwords,
  };
  const twoStep = createTwoStep({
    ...deps,
    letters: {
      write(_trx, order) {
        letters.push(order);
        return Promise.resolve();
      },
      wake: () => undefined,
      delayed: () => false,
    },
    language: 'sv',
    brand: core.profile.brand,
  });
  const annaSignedIn = async (): Promise<{ grant: TokenGrant; caller: Caller }> => {
    const grant = await service.signIn();
    return { grant, caller: { accountId: grant.account.id, sessionId: grant.session.id } };
  };
  return {
    twoStep,
    finish: createSecondStep(deps),
    letters,
    annaSignedIn,
    async turnOn() {
      const { caller } = await annaSignedIn();
      const { secret } = await twoStep.setUp(caller, anna.password);
      const { codes } = await twoStep.confirm(caller, { code: appCode(secret, service.time.now) });
      service.time.now += 30_000;
      return { caller, secret, recoveryCodes: codes };
    },
    async challenge() {
      const answer = await sessions.signIn(annasSignIn);
      if (isGrant(answer)) throw new Error('No second step was asked for.');
      return answer.twoStep.challenge;
    },
  };
}
