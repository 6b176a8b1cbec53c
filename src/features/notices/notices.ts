import { defineStore } from 'pinia';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { Notice } from '#protocol/ipc/state.ts';
import { followMain } from '../../app/data/main-state.ts';
import { bridge } from '../../bridge.ts';

/** Notices of the program that have not been dismissed. */
export const useNotices = defineStore('notices', () => {
  const main = followMain<readonly Notice[]>(
    [],
    () => bridge.notices.list(),
    (listener) => bridge.notices.onChanged(listener),
  );

  async function dismiss(code: ErrorCode): Promise<void> {
    const answer = await bridge.notices.dismiss({ code });
    if (answer.ok) main.put(answer.value);
  }

  return { list: main.value, refresh: main.refresh, dismiss };
});
