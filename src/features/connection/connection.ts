import { defineStore } from 'pinia';
import { watch } from 'vue';
import type { ConnectionStatus } from '#protocol/ipc/state.ts';
import { followMain } from '../../app/data/main-state.ts';
import { bridge } from '../../bridge.ts';

/** The connection to the operator service. */
export const useConnection = defineStore('connection', () => {
  const main = followMain<ConnectionStatus>(
    { state: 'connecting' },
    () => bridge.connection.status(),
    (listener) => bridge.connection.onChanged(listener),
  );

  /** Tries to connect now; the status says what came of it. */
  async function retry(): Promise<void> {
    const answer = await bridge.connection.retry();
    if (answer.ok) main.put(answer.value);
  }

  return { status: main.value, refresh: main.refresh, retry };
});

/** Resolves when it is known whether the service can be reached, so that a form sent while connecting is not refused. */
export function connectionKnown(): Promise<void> {
  const connection = useConnection();
  return new Promise((resolve) => {
    const stop = watch(
      () => connection.status.state,
      (state) => {
        if (state === 'connecting') return;
        resolve();
        queueMicrotask(() => stop());
      },
      { immediate: true, flush: 'sync' },
    );
  });
}

/** Calls back now if connected, and after each reconnection. Returns how to stop. */
export function whenConnected(call: () => void): () => void {
  const connection = useConnection();
  return watch(
    () => connection.status.state === 'up',
    (up) => {
      if (up) call();
    },
    { immediate: true },
  );
}
