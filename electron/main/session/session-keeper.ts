import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { SignInRequest, TokenGrant } from '#protocol/http/sessions.ts';
import type { SessionStatus } from '#protocol/ipc/state.ts';
import type { SignInInput } from '#protocol/ipc/bridge.ts';
import { DiskFullError } from '../files/atomic-file.ts';
import type { Log } from '../app/log.ts';
import { createSignal, type Signal } from '../app/signal.ts';
import { endsSession } from '../operator/failures.ts';
import type { OperatorApi } from '../operator/api.ts';
import type { SealedFile } from './sealed-file.ts';
import type { SignOutQueue } from './sign-out-queue.ts';
import type { StoredSession } from './stored-session.ts';

/** The session, held in main alone. */
export interface SessionKeeper {
  readonly status: Pick<Signal<SessionStatus>, 'get' | 'watch'>;
  /** Opens a kept session, once at the start. */
  restore(): Promise<void>;
  signIn(input: SignInInput): Promise<Result<SessionStatus>>;
  /** Ends the session here at once and at the service as soon as it can be told. */
  signOut(because?: ErrorCode | null): Promise<SessionStatus>;
  /** The service said that the session is over; nothing is left to be told there. */
  ended(because: ErrorCode): void;
  /** Asks with the access token; renews it once when it is refused. Errors: `session-ended` when signed out. */
  authorized<T>(ask: (accessToken: string) => Promise<Result<T>>): Promise<Result<T>>;
  /** Id of the session and whether it outlives the program; null when signed out. */
  current(): { readonly id: string; readonly kept: boolean } | null;
  /** Idle time after which this session is ended here, ms; null: never. */
  idleMs(): number | null;
  lastEventId(): string | null;
  /** Remembers how far events were reported, over restarts where the session is kept. */
  setLastEventId(id: string): Promise<void>;
  /** Bounded goodbye when the program ends: a session that is not kept ends at the service too. */
  close(boundMs: number): Promise<void>;
}

interface Live {
  readonly grant: TokenGrant;
  readonly kept: boolean;
  readonly lastEventId: string | null;
}

export function createSessionKeeper(ports: {
  readonly api: Pick<OperatorApi, 'signIn' | 'refresh' | 'endSession'>;
  readonly file: SealedFile<StoredSession>;
  readonly queue: SignOutQueue;
  /** Whether there is a key store that deserves the name. */
  readonly canKeep: () => Promise<boolean>;
  /** Name of the service in use, see StoredSession. */
  readonly service: string;
  readonly device: SignInRequest['device'];
  readonly notice: (code: ErrorCode) => void;
  readonly log: Log;
  /** A kept session may be there: shown as being restored from the first paint on. */
  readonly expectKept: boolean;
  /** Told before the account of a person is left, so that nothing of theirs stays. */
  readonly onLeft: () => void;
}): SessionKeeper {
  let live: Live | null = null;
  let refreshing: Promise<Result<TokenGrant>> | null = null;
  let writing: Promise<unknown> = Promise.resolve();
  /** Rises with each session left, so that what was begun for an earlier one is not finished for the next. */
  let generation = 0;
  const status = createSignal<SessionStatus>(
    ports.expectKept ? { state: 'restoring' } : { state: 'signed-out', because: null },
  );

  const show = (): void => {
    if (live === null) return;
    const { account, session } = live.grant;
    status.set({
      state: 'signed-in',
      computer: session.computer,
      account,
      expiresAt: session.expiresAt,
      kept: live.kept,
    });
  };
  const contentOf = ({ grant, lastEventId }: Live): StoredSession => ({
    version: 1,
    id: grant.session.id,
    service: ports.service,
    expiresAt: grant.session.expiresAt,
    account: grant.account,
    refreshToken: grant.refreshToken,
    accessToken: grant.accessToken,
    lastEventId,
  });
  /** Writes one after the other: two at once could leave the older one on disk. */
  const inTurn = <T>(job: () => Promise<T>): Promise<T> => {
    const run = writing.then(job, job);
    writing = run.catch(() => undefined);
    return run;
  };
  const store = async (next: Live): Promise<boolean> => {
    try {
      await ports.file.write(contentOf(next));
      return true;
    } catch (error) {
      ports.notice(error instanceof DiskFullError ? 'profile-folder-full' : 'session-memory-only');
      ports.log.warn('session not kept', { error });
      // An outdated refresh token presented later would look like theft and end the session on every device.
      ports.file.remove();
      return false;
    }
  };
  /** Takes a grant into use: on disk first, so that a crash between never leaves a used token without its successor. */
  const take = (grant: TokenGrant, keep: boolean): Promise<void> => {
    const since = generation;
    const lastEventId = (): string | null => (live?.grant.session.id === grant.session.id ? live.lastEventId : null);
    return inTurn(async () => {
      const kept = keep && (await store({ grant, kept: keep, lastEventId: lastEventId() }));
      if (since !== generation) {
        // Signed out while it was being written.
        if (keep) ports.file.remove();
        return;
      }
      live = { grant, kept, lastEventId: lastEventId() };
      show();
    });
  };
  const leave = (because: ErrorCode | null): void => {
    generation += 1;
    live = null;
    refreshing = null;
    ports.file.remove();
    ports.onLeft();
    status.set({ state: 'signed-out', because });
  };
  const refresh = (): Promise<Result<TokenGrant>> => {
    if (refreshing) return refreshing;
    const current = live;
    if (current === null) return Promise.resolve(failed({ code: 'session-ended' }));
    const running = (async (): Promise<Result<TokenGrant>> => {
      // Until its successor is on disk the token presented here stays the stored one: after a lost answer, or a
      // crash before the store, it is presented again, which the service allows for a short while.
      const answer = await ports.api.refresh(current.grant.refreshToken);
      if (live?.grant.session.id !== current.grant.session.id) return failed({ code: 'session-ended' });
      if (answer.ok) {
        await take(answer.value, live.kept);
        return answer;
      }
      if (endsSession(answer.failure)) {
        ports.log.info('session ended by the service', { code: answer.failure.code });
        leave(answer.failure.code);
      }
      return answer;
    })().finally(() => {
      if (refreshing === running) refreshing = null;
    });
    refreshing = running;
    return running;
  };
  const endAtService = async (left: Live, keepQueued: boolean): Promise<void> => {
    const { accessToken, refreshToken } = left.grant;
    await ports.queue.add({ service: ports.service, accessToken, refreshToken }, keepQueued);
  };

  return {
    status,
    async restore(): Promise<void> {
      const opened = await ports.file.read();
      if (live !== null) return;
      if (opened.kind === 'value' && opened.value.service === ports.service) {
        const kept = opened.value;
        live = {
          kept: true,
          lastEventId: kept.lastEventId,
          grant: {
            accessToken: kept.accessToken,
            accessExpiresAt: kept.expiresAt,
            refreshToken: kept.refreshToken,
            session: { id: kept.id, computer: 'own', expiresAt: kept.expiresAt, idleMs: null },
            account: kept.account,
          },
        };
        show();
        return;
      }
      if (opened.kind === 'unreadable') {
        ports.notice('session-unreadable');
        ports.onLeft();
        status.set({ state: 'signed-out', because: 'session-unreadable' });
      } else if (status.get().state === 'restoring') {
        status.set({ state: 'signed-out', because: null });
      }
    },
    async signIn(input): Promise<Result<SessionStatus>> {
      const previous = live;
      const answer = await ports.api.signIn({ ...input, device: ports.device });
      if (!answer.ok) return answer;
      if (previous !== null && live === previous) {
        leave(null);
        await endAtService(previous, previous.kept);
      }
      const wanted = input.computer === 'own';
      const keep = wanted && (await ports.canKeep());
      if (wanted && !keep) ports.notice('session-memory-only');
      await take(answer.value, keep);
      return success(status.get());
    },
    async signOut(because = null): Promise<SessionStatus> {
      const left = live;
      leave(because);
      if (left !== null) await endAtService(left, left.kept);
      return status.get();
    },
    ended(because): void {
      if (live !== null) leave(because);
    },
    async authorized(ask) {
      const used = live?.grant.accessToken;
      if (used === undefined) return failed({ code: 'session-ended' });
      // A refresh under way replaces the token; asking with the old one would only be refused.
      const first = refreshing ? await refreshing : null;
      if (first && !first.ok) return first;
      const token = first?.value.accessToken ?? used;
      const answer = await ask(token);
      if (answer.ok || !endsSession(answer.failure)) return answer;
      // Another question may have renewed it meanwhile.
      const now = live?.grant.accessToken;
      if (now === undefined) return answer;
      const renewed: Result<string> = now === token ? mapToken(await refresh()) : success(now);
      return renewed.ok ? ask(renewed.value) : renewed;
    },
    current: () => (live === null ? null : { id: live.grant.session.id, kept: live.kept }),
    idleMs: () => live?.grant.session.idleMs ?? null,
    lastEventId: () => live?.lastEventId ?? null,
    async setLastEventId(id): Promise<void> {
      if (live === null || live.lastEventId === id) return;
      live = { ...live, lastEventId: id };
      await inTurn(async () => {
        if (!live?.kept) return;
        // A full disk costs the bookmark, not the session: the tokens on disk are still the current ones.
        await ports.file.write(contentOf(live)).catch((error: unknown) => {
          ports.log.warn('bookmark not kept', { error });
        });
      });
    },
    async close(boundMs): Promise<void> {
      const left = live;
      const told: Promise<unknown>[] = [ports.queue.settled()];
      if (left !== null && !left.kept) {
        leave(null);
        told.push(ports.api.endSession(left.grant.accessToken, boundMs));
      }
      const bound = new Promise((resolve) => setTimeout(resolve, boundMs));
      await Promise.race([Promise.all([...told, writing]), bound]);
    },
  };
}

function mapToken(answer: Result<TokenGrant>): Result<string> {
  return answer.ok ? success(answer.value.accessToken) : answer;
}
