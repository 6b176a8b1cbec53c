import { watch } from 'vue';
import { bridge } from '../../bridge.ts';
import { followMain } from '../../app/data/main-state.ts';
import type { ConnectionStatus } from '#protocol/ipc/state.ts';

const state = followMain<ConnectionStatus>(
  { state: 'connecting' },
  () => bridge.connection.status(),
  (listener) => bridge.connection.onChanged(listener),
);

/** The line to the operator's service. */
export const serviceStatus = state.value;

export const askService = (): Promise<void> => state.ask();

/** Asks for a new try now. What comes of it is told through the status. */
export async function retryService(): Promise<void> {
  const answer = await bridge.connection.retry();
  if (answer.ok) state.put(answer.value);
}

/** Waits until it is known whether the line is up: a form sent during the first second is not refused for it. */
export function serviceKnown(): Promise<void> {
  return new Promise((resolve) => {
    const stop = watch(
      serviceStatus,
      ({ state: line }) => {
        if (line === 'connecting') return;
        resolve();
        queueMicrotask(() => stop());
      },
      { immediate: true, flush: 'sync' },
    );
  });
}

/** Calls back now if the line is up, and each time it comes up again. Answers how to stop. */
export function whenUp(call: () => void): () => void {
  return watch(
    () => serviceStatus.value.state === 'up',
    (up) => {
      if (up) call();
    },
    { immediate: true },
  );
}
