import { computed, nextTick, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import { useTexts } from '../../../app/i18n/i18n.ts';
import { clockText, useCountdown } from '../../sign-in/form/countdown.ts';
import { securityTexts } from './texts.ts';

/** A change that asks for the account's password first. The password lives here alone and is emptied once it was right. */
export interface Proof {
  /** False where the account has no password: then the age of the session is the proof. */
  readonly needed: boolean;
  readonly password: Ref<string>;
  readonly busy: Readonly<Ref<boolean>>;
  /** What is wrong with the password, in words, to stand below its field. */
  readonly error: ComputedRef<string | undefined>;
  /** What else went wrong. */
  readonly failure: ShallowRef<Failure | null>;
  /** Why the button waits. */
  readonly reason: ComputedRef<string | undefined>;
  /** Puts the keyboard into the password field; set by the field. */
  focus: (select: boolean) => void;
  /** True when the password is there to be sent; otherwise says what is missing and puts the keyboard there. */
  readonly ready: () => boolean;
  /**
   * Sends. Answers the value, or null when it was refused: the reason stands on the form then. A refusal with a code of
   * `own` is answered for the form to tell.
   */
  readonly ask: <T>(
    verb: (password: string | null) => Promise<Result<T>>,
    own?: readonly ErrorCode[],
  ) => Promise<Result<T> | null>;
}

export function useProof(needed: boolean): Proof {
  const t = useTexts(securityTexts);
  const password = ref('');
  const busy = ref(false);
  const missing = ref(false);
  /** The password that was refused, and how many tries are left: gone from the field, gone from its words. */
  const wrong = shallowRef<{ readonly typed: string; readonly left: number | undefined } | null>(null);
  const failure = shallowRef<Failure | null>(null);
  const countdown = useCountdown();

  const error = computed(() => {
    if (missing.value && password.value === '') return t('proofMissing');
    if (wrong.value === null || wrong.value.typed !== password.value) return undefined;
    const { left } = wrong.value;
    return left === undefined || left === 0 ? t('proofWrong') : t('proofTries', { n: left }, left);
  });
  const reason = computed(() =>
    countdown.secondsLeft.value > 0 ? t('wait', { time: clockText(countdown.secondsLeft.value) }) : undefined,
  );

  function refused(why: Failure): void {
    if (why.retryAfterMs !== undefined) {
      countdown.start(why.retryAfterMs, () => {
        failure.value = null;
      });
    }
    if (why.code !== 'password-wrong') {
      failure.value = why;
      return;
    }
    wrong.value = { typed: password.value, left: why.triesLeft };
    void nextTick(() => proof.focus(true));
  }

  const proof: Proof = {
    needed,
    password,
    busy,
    error,
    failure,
    reason,
    focus: () => undefined,
    ready(): boolean {
      missing.value = needed && password.value === '';
      if (missing.value) proof.focus(false);
      return !missing.value && !busy.value && reason.value === undefined;
    },
    async ask(verb, own = []) {
      busy.value = true;
      failure.value = null;
      const answer = await verb(needed ? password.value : null);
      busy.value = false;
      if (answer.ok) {
        password.value = '';
        missing.value = false;
      } else if (!own.includes(answer.failure.code)) {
        refused(answer.failure);
        return null;
      }
      return answer;
    },
  };
  return proof;
}
