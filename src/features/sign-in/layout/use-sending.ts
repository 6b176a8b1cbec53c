import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import { useTexts } from '../../../app/i18n/i18n.ts';
import { connectionKnown, useConnection } from '../../connection/connection.ts';
import { clockText, useCountdown } from '../form/countdown.ts';
import { signInTexts } from '../form/texts.ts';

/** Sends a form of the sign-in steps. The input stays with the form. */
export interface Sending {
  readonly busy: Readonly<Ref<boolean>>;
  readonly failure: Readonly<ShallowRef<Failure | null>>;
  /** Why it cannot be sent now: the connection is down, or the service asked to wait. */
  readonly reason: ComputedRef<string | undefined>;
  /**
   * Sends once. Null: it was not sent (busy, waiting, or the connection is down). Stays busy after a success until the next
   * step is on screen; a form that stays calls `free`.
   */
  send<T>(request: () => Promise<Result<T>>): Promise<Result<T> | null>;
  free(): void;
}

export function useSending(): Sending {
  const connection = useConnection();
  const t = useTexts(signInTexts);
  const busy = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const countdown = useCountdown();
  const mustWait = computed(() => countdown.secondsLeft.value > 0);
  const down = (): boolean => connection.status.state === 'down';

  return {
    busy,
    failure,
    reason: computed(() => {
      if (busy.value) return undefined;
      if (mustWait.value) return t('wait', { time: clockText(countdown.secondsLeft.value) });
      return down() ? t('serviceWaits') : undefined;
    }),
    async send<T>(request: () => Promise<Result<T>>): Promise<Result<T> | null> {
      if (busy.value || mustWait.value || down()) return null;
      busy.value = true;
      failure.value = null;
      await connectionKnown();
      if (down()) {
        busy.value = false;
        return null;
      }
      const answer = await request();
      if (!answer.ok) {
        busy.value = false;
        failure.value = answer.failure;
        if (answer.failure.retryAfterMs !== undefined) {
          countdown.start(answer.failure.retryAfterMs, () => {
            failure.value = null;
          });
        }
      }
      return answer;
    },
    free(): void {
      busy.value = false;
    },
  };
}
