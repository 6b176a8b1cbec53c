import PQueue from 'p-queue';
import { z } from 'zod';
import { contractOverview, type Overview } from '#protocol/api/overview.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { ShownOverview } from '#protocol/ipc/state.ts';
import { contractNumber, instant } from '#protocol/primitives.ts';
import type { Log } from '../logging/log.ts';
import type { SealedValue } from '../storage/sealed-value.ts';
import { isServiceFailure } from '../operator/failures.ts';

/** Overviews of one session as last fetched, by contract. */
export const cachedOverviews = z.object({
  sessionId: z.string(),
  overviews: z.record(contractNumber, z.object({ at: instant, overview: contractOverview })),
});
export type CachedOverviews = z.infer<typeof cachedOverviews>;

/** Overviews from the service, with the last fetched ones as a fallback while it cannot be reached. */
export interface OverviewCache {
  /** Errors: refusals of `overview.read`; a failed connection only when nothing is cached. */
  get(contractNumber: string): Promise<Result<ShownOverview>>;
  /** Fetches before the renderer does; the first `get` within 3 s receives this answer. */
  prefetch(contractNumber: string): void;
  /** Clears the memory and keeps the encrypted file (the program was locked). */
  drop(): void;
  /** Clears memory and file (the account was left). */
  forget(): void;
}

/** How long a prefetched answer is used, ms. */
const PREFETCH_GOOD_MS = 3_000;

/**
 * @param ports.session id of the session and whether it is kept; null when signed out
 * @param ports.onFresh called with each overview from the service
 * @param ports.now epoch ms of this computer
 */
export function createOverviewCache(ports: {
  readonly fetch: (contractNumber: string) => Promise<Result<Overview>>;
  readonly file: SealedValue<CachedOverviews>;
  readonly session: () => { readonly id: string; readonly kept: boolean } | null;
  readonly onFresh: (overview: Overview) => void;
  /** Called when the service could not be reached, to schedule another attempt. */
  readonly onStale: (contractNumber: string) => void;
  readonly now: () => number;
  readonly log: Log;
}): OverviewCache {
  let cached: CachedOverviews | null = null;
  let loading: Promise<void> | null = null;
  let prefetched: {
    readonly contractNumber: string;
    readonly at: number;
    readonly answer: Promise<Result<Overview>>;
  } | null = null;
  const writes = new PQueue({ concurrency: 1 });
  /** The newest state; older queued writes are skipped. */
  let newest: CachedOverviews | null = null;
  /** Number of `forget` calls: tells a running write that its file must go. */
  let forgotten = 0;

  const current = (): CachedOverviews | null => cached;
  const load = (): Promise<void> =>
    (loading ??= (async (): Promise<void> => {
      if (cached !== null || ports.session()?.kept !== true) return;
      const opened = await ports.file.read();
      // An answer that arrived during the read is newer than the file.
      if (opened.kind === 'value' && opened.value.sessionId === ports.session()?.id) cached = current() ?? opened.value;
    })());
  const store = (number: string, fresh: Overview): void => {
    const session = ports.session();
    if (session === null) return;
    const others = cached?.sessionId === session.id ? cached.overviews : {};
    const next: CachedOverviews = {
      sessionId: session.id,
      overviews: { ...others, [number]: { at: new Date(ports.now()).toISOString(), overview: fresh } },
    };
    cached = next;
    if (!session.kept) return;
    newest = next;
    const since = forgotten;
    writes
      .add(async () => {
        if (newest === next) await ports.file.write(next);
        if (since !== forgotten) ports.file.remove();
      })
      .catch((error: unknown) => {
        ports.log.warn('overview cache not written', { error });
      });
  };
  const fetch = async (number: string): Promise<Result<Overview>> => {
    const answer = await ports.fetch(number);
    if (answer.ok) {
      await load();
      store(number, answer.value);
      ports.onFresh(answer.value);
    }
    return answer;
  };
  const drop = (): void => {
    cached = null;
    loading = null;
    prefetched = null;
  };
  return {
    async get(number): Promise<Result<ShownOverview>> {
      const early =
        prefetched?.contractNumber === number && ports.now() - prefetched.at < PREFETCH_GOOD_MS ? prefetched : null;
      prefetched = null;
      const answer = await (early?.answer ?? fetch(number));
      if (answer.ok) return success({ overview: answer.value, freshness: { kind: 'live' } });
      if (!isServiceFailure(answer.failure)) return answer;
      ports.onStale(number);
      await load();
      const last = cached?.sessionId === ports.session()?.id ? cached?.overviews[number] : undefined;
      if (!last) return failed(answer.failure);
      return success({
        overview: last.overview,
        freshness: { kind: 'cached', at: last.at, because: answer.failure.code },
      });
    },
    prefetch(number): void {
      prefetched = { contractNumber: number, at: ports.now(), answer: fetch(number) };
    },
    drop,
    forget(): void {
      forgotten += 1;
      newest = null;
      drop();
      ports.file.remove();
    },
  };
}
