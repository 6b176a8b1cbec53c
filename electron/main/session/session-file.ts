import PQueue from 'p-queue';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { Log } from '../logging/log.ts';
import { storageErrorCode } from '../storage/atomic-file.ts';
import type { Opened, SealedValue } from '../storage/sealed-value.ts';
import type { StoredSession } from './stored-session.ts';

/** The kept session in the store. Writes run one after the other: two at once could leave the older one on disk. */
export interface SessionFile {
  read(): Promise<Opened<StoredSession>>;
  /** Runs a job when the writes before it are done. */
  inTurn<T>(job: () => Promise<T>): Promise<T>;
  /** New tokens. False: they could not be kept; that is said, and no older ones are left. Called within a turn. */
  store(content: StoredSession): Promise<boolean>;
  /** What stands beside the tokens changed; `content` is asked when its turn comes, null: nothing is kept now. */
  rewrite(content: () => StoredSession | null): Promise<void>;
  remove(): void;
  /** Resolves when nothing is being written. */
  settled(): Promise<void>;
}

export function createSessionFile(ports: {
  readonly file: SealedValue<StoredSession>;
  readonly notice: (code: ErrorCode) => void;
  readonly log: Log;
}): SessionFile {
  const writes = new PQueue({ concurrency: 1 });
  const inTurn: SessionFile['inTurn'] = (job) => writes.add(job);
  return {
    read: () => ports.file.read(),
    inTurn,
    async store(content): Promise<boolean> {
      try {
        await ports.file.write(content);
        return true;
      } catch (error) {
        ports.notice(storageErrorCode(error) ?? 'session-memory-only');
        ports.log.warn('session not kept', { error });
        // An outdated refresh token presented later would look like theft and end the session on every device.
        ports.file.remove();
        return false;
      }
    },
    rewrite: (content) =>
      inTurn(async () => {
        const next = content();
        if (next === null) return;
        // A full disk costs this change, not the session: the tokens on disk are still the current ones.
        await ports.file.write(next).catch((error: unknown) => {
          ports.log.warn('session not rewritten', { error });
        });
      }),
    remove: () => ports.file.remove(),
    settled: () => writes.onIdle(),
  };
}
