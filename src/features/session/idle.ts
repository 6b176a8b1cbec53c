import { shallowRef } from 'vue';
import type { IdleWarning } from '#protocol/ipc/state.ts';
import { bridge } from '../../bridge.ts';

const warning = shallowRef<IdleWarning>(null);

/** Set while the session is about to end by idling; null otherwise. */
export const idleWarning: Readonly<typeof warning> = warning;

/** Listens to main, which measures the idling. */
export function followIdling(): () => void {
  return bridge.session.onIdleWarning((now) => {
    warning.value = now;
  });
}

/** "I am here": the idle time begins anew. When the session is over by now, its status says so. */
export async function stay(): Promise<void> {
  warning.value = null;
  await bridge.session.stay();
}
