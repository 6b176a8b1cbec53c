import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { Notice } from '#protocol/ipc/state.ts';
import { followMain } from '../../app/data/main-state.ts';
import { bridge } from '../../bridge.ts';

const state = followMain<readonly Notice[]>(
  [],
  () => bridge.notices.list(),
  (listener) => bridge.notices.onChanged(listener),
);

/** What the person should know and has not put away. */
export const notices = state.value;

export const askNotices = (): Promise<void> => state.ask();

/** Puts a notice away. */
export async function dismissNotice(code: ErrorCode): Promise<void> {
  const answer = await bridge.notices.dismiss({ code });
  if (answer.ok) state.put(answer.value);
}
