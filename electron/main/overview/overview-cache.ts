import PQueue from 'p-queue';
import { z } from 'zod';
import { overview, type Overview } from '#protocol/api/overview.ts';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { ShownOverview } from '#protocol/ipc/state.ts';
import { contractNumber, instant } from '#protocol/primitives.ts';
import type { Log } from '../logging/log.ts';
import type { SealedValue } from '../storage/sealed-value.ts';
import { isServiceFailure } from '../operator/failures.ts';

/** The overviews last seen fresh, by contract, of one session. */
export const knownOverviews = z.object({
  sessionId: z.string(),
  overviews: z.record(contractNumber, z.object({ at: instant, overview })),
});
export type KnownOverviews = z.infer<typeof knownOverviews>;

/** Overviews: fresh where the line is up, the last known one where it is not. */
export interface Overviews {
  get(contractNumber: string): Promise<Result<ShownOverview>>;
  /** Asks ahead of the renderer at the start; its first question gets this answer. */
  prefetch(contractNumber: string): void;
  /** Nothing stays in memory; what is on disk waits there, sealed (the program was locked). */
  drop(): void;
  /** Nothing of the person stays, in memory or on disk. */
  forget(): void;
}

/** How long an answer asked for ahead stands for the renderer's own question. */
const PREFETCH_GOOD_MS = 3_000;

/**
 * @param ports.session id of the session and whether it is kept; null when signed out
 * @param ports.onFresh told of each fresh overview
 * @param ports.onStale told of each that is the last known, or none
 * @param ports.now epoch ms of this computer, for "as of"; monotonic use is not needed
 */
export function createOverviews(ports: {
  readonly fetch: (contractNumber: string) => Promise<Result<Overview>>;
  readonly file: SealedValue<KnownOverviews>;
  readonly session: () => { readonly id: string; readonly kept: boolean } | null;
  readonly onFresh: (overview: Overview) => void;
  /** Told of each overview that could not be had fresh, so that it is asked for again later. */
  readonly onStale: (contractNumber: string) => void;
  readonly now: () => number;
  readonly log: Log;
}): Overviews {
  let known: KnownOverviews | null = null;
  let loading: Promise<void> | null = null;
  let ahead: {
    readonly contractNumber: string;
    readonly at: number;
    readonly answer: Promise<Result<Overview>>;
  } | null = null;
  const writes = new PQueue({ concurrency: 1 });
  /** The newest state: the only one worth writing. */
  let newest: KnownOverviews | null = null;
  /** Rises each time all is forgotten. */
  let forgotten = 0;

  const current = (): KnownOverviews | null => known;
  const load = (): Promise<void> =>
    (loading ??= (async (): Promise<void> => {
      if (known !== null || ports.session()?.kept !== true) return;
      const opened = await ports.file.read();
      // A fresh one that came meanwhile is newer than the file.
      if (opened.kind === 'value' && opened.value.sessionId === ports.session()?.id) known = current() ?? opened.value;
    })());
  const keep = (number: string, fresh: Overview): void => {
    const session = ports.session();
    if (session === null) return;
    const others = known?.sessionId === session.id ? known.overviews : {};
    const next: KnownOverviews = {
      sessionId: session.id,
      overviews: { ...others, [number]: { at: new Date(ports.now()).toISOString(), overview: fresh } },
    };
    known = next;
    if (!session.kept) return;
    newest = next;
    const since = forgotten;
    writes
      .add(async () => {
        if (newest === next) await ports.file.write(next);
        // Forgotten while it was being written.
        if (since !== forgotten) ports.file.remove();
      })
      .catch((error: unknown) => {
        ports.log.warn('overview not kept', { error });
      });
  };
  const fetch = async (number: string): Promise<Result<Overview>> => {
    const answer = await ports.fetch(number);
    if (answer.ok) {
      await load();
      keep(number, answer.value);
      ports.onFresh(answer.value);
    }
    return answer;
  };
  const drop = (): void => {
    known = null;
    loading = null;
    ahead = null;
  };
  return {
    async get(number): Promise<Result<ShownOverview>> {
      const early = ahead?.contractNumber === number && ports.now() - ahead.at < PREFETCH_GOOD_MS ? ahead : null;
      ahead = null;
      const answer = await (early?.answer ?? fetch(number));
      if (answer.ok) return success({ overview: answer.value, freshness: { kind: 'live' } });
      if (!isServiceFailure(answer.failure)) return answer;
      ports.onStale(number);
      await load();
      const last = known?.sessionId === ports.session()?.id ? known?.overviews[number] : undefined;
      if (!last) return failed(answer.failure);
      return success({
        overview: last.overview,
        freshness: { kind: 'last-known', at: last.at, because: answer.failure.code },
      });
    },
    prefetch(number): void {
      ahead = { contractNumber: number, at: ports.now(), answer: fetch(number) };
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
