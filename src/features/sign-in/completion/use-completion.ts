import { computed, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue';
import type { Failure } from '#protocol/errors/problem.ts';
import { bridge } from '../../../bridge.ts';
import { connectionKnown, useConnection } from '../../connection/connection.ts';
import { useSession } from '../../session/session.ts';
import { useCountdown } from '../form/countdown.ts';
import { checkCompletion, completionFields, type CompletionField, type CompletionProblem } from './check.ts';
import { completionDraft, forgetCompletion } from './draft.ts';

/** The form without its looks. */
export interface CompletionModel {
  readonly busy: Readonly<Ref<boolean>>;
  /** Why the operator refused the last try. */
  readonly failure: Readonly<ShallowRef<Failure | null>>;
  readonly problems: ComputedRef<Partial<Record<CompletionField, CompletionProblem>>>;
  readonly waiting: ComputedRef<'wait' | 'serviceWaits' | null>;
  readonly secondsLeft: ComputedRef<number>;
  readonly waitIsOver: Readonly<Ref<boolean>>;
  /** Sends. Answers the first field that is wrong, `note` when the operator refused, or null. */
  readonly submit: () => Promise<CompletionField | 'note' | null>;
}

export function useCompletion(): CompletionModel {
  const connection = useConnection();
  const session = useSession();
  const busy = ref(false);
  const tried = ref(false);
  const waitIsOver = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const countdown = useCountdown();
  const problems = computed(() => (tried.value ? checkCompletion(completionDraft) : {}));
  const waiting = computed(() => {
    if (countdown.secondsLeft.value > 0) return 'wait' as const;
    return connection.status.state === 'down' ? ('serviceWaits' as const) : null;
  });

  return {
    busy,
    failure,
    problems,
    waiting,
    secondsLeft: countdown.secondsLeft,
    waitIsOver,
    async submit() {
      if (busy.value) return null;
      tried.value = true;
      const wrong = completionFields.find((field) => problems.value[field] !== undefined);
      if (wrong !== undefined) return wrong;
      if (waiting.value !== null) return null;
      busy.value = true;
      failure.value = null;
      waitIsOver.value = false;
      await connectionKnown();
      const answer = await bridge.registration.complete({ ...completionDraft });
      busy.value = false;
      if (answer.ok) {
        forgetCompletion();
        session.put(answer.value);
        return null;
      }
      failure.value = answer.failure;
      if (answer.failure.retryAfterMs !== undefined) {
        countdown.start(answer.failure.retryAfterMs, () => {
          failure.value = null;
          waitIsOver.value = true;
        });
      }
      return 'note';
    },
  };
}
