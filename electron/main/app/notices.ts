import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { Notice } from '#protocol/ipc/state.ts';
import { createObservable } from './observable.ts';

/** What the person should know without having asked; one note a code, shown until dismissed. */
export interface Notices {
  readonly list: () => readonly Notice[];
  readonly add: (code: ErrorCode) => void;
  readonly dismiss: (code: ErrorCode) => readonly Notice[];
  readonly watch: (listener: (notices: readonly Notice[]) => void) => () => void;
}

/** @param now epoch ms of this computer: a note's time is when this program found it */
export function createNotices(now: () => number): Notices {
  const notices = createObservable<readonly Notice[]>([]);
  return {
    list: notices.get,
    add(code): void {
      if (notices.get().some((notice) => notice.code === code)) return;
      notices.set([...notices.get(), { code, since: new Date(now()).toISOString() }]);
    },
    dismiss(code): readonly Notice[] {
      const left = notices.get().filter((notice) => notice.code !== code);
      if (left.length !== notices.get().length) notices.set(left);
      return notices.get();
    },
    watch: notices.watch,
  };
}
