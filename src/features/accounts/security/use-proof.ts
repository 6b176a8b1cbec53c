import { computed, nextTick, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import { useTexts } from '../../../app/i18n/i18n.ts';
import { clockText, useCountdown } from '../../sign-in/form/countdown.ts';
import { securityTexts } from './texts.ts';

/** A change confirmed with the account's password. The password is kept here alone and cleared after a success. */
export interface Proof {
  /** False where the account has no password: then a recent session is required instead. */
  readonly needed: boolean;
  readonly password: Ref<string>;
  readonly busy: Readonly<Ref<boolean>>;
  /** Error text below the password field. */
  readonly error: ComputedRef<string | undefined>;
  /** Any other failure. */
  readonly failure: ShallowRef<Failure | null>;
  /** Why the button is disabled. */
  readonly reason: ComputedRef<string | undefined>;
  /** Focuses the password field; set by the field. */
  focus: (select: boolean) => void;
  /** Whether the password was entered; otherwise shows the error and focuses the field. */
  readonly ready: () => boolean;
  /**
   * Sends the change. Returns the answer, or null after a failure that is shown here. Failures with a code of `own` are returned
   * for the form to show.
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
  /** The password that was refused and the tries left; the error disappears when the field changes. */
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
