import { onBeforeUnmount, ref, shallowRef, type Ref, type ShallowRef } from 'vue';
import type { Failure, Result } from '#protocol/errors/problem.ts';
import type { SaveOutcome, Saving } from '#protocol/ipc/state.ts';
import { bridge } from '../../bridge.ts';

/** Files written for the person, one at a time. */
export interface FileSaving {
  /** Null while none is written; main tells how far it is. */
  readonly saving: Readonly<ShallowRef<Saving>>;
  readonly busy: Readonly<Ref<boolean>>;
  readonly saved: Readonly<Ref<boolean>>;
  readonly failure: Readonly<ShallowRef<Failure | null>>;
  /** Asks main to write; a file that the person called off is no failure. */
  run(question: () => Promise<Result<SaveOutcome>>): Promise<void>;
  stop(): void;
  forget(): void;
}

export function useSaving(): FileSaving {
  const saving = shallowRef<Saving>(null);
  const busy = ref(false);
  const saved = ref(false);
  const failure = shallowRef<Failure | null>(null);
  const off = bridge.statement.onSaving((value) => {
    saving.value = value;
  });
  onBeforeUnmount(off);
  const forget = (): void => {
    saved.value = false;
    failure.value = null;
  };
  return {
    saving,
    busy,
    saved,
    failure,
    forget,
    async run(question): Promise<void> {
      if (busy.value) return;
      forget();
      busy.value = true;
      const answer = await question();
      busy.value = false;
      if (!answer.ok) failure.value = answer.failure;
      else saved.value = answer.value === 'saved';
    },
    stop(): void {
      void bridge.statement.cancelSaving();
    },
  };
}
