import type { FastifyInstance } from 'fastify';
import type { Readiness } from '../health/health-routes.ts';

const CLOSE_WITHIN_MS = 5_000;

/** Reverts one step of the start-up. */
export type Closer = () => Promise<unknown> | undefined;

/** Waits for running requests; cuts those that take too long. */
export async function closeApp(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => {
    app.server.closeAllConnections();
  }, CLOSE_WITHIN_MS);
  await app.close();
  clearTimeout(cut);
}

/** Waits for a limited time: a long billing run is cut between two of its transactions. */
async function bounded(work: Promise<unknown> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const bound = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, CLOSE_WITHIN_MS + 1_000);
  });
  try {
    await Promise.race([work, bound]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs the closers in order; one that fails or hangs does not stop the rest. */
export async function closeAll(readiness: Readiness, closers: readonly Closer[]): Promise<void> {
  readiness.status = 'stopping';
  let failure: unknown = null;
  for (const one of closers) {
    try {
      await bounded(one());
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure !== null) throw failure as Error;
}

/** Calls `close` on SIGTERM and SIGINT. Returns a function that removes the handlers. */
export function onSignals(close: () => Promise<void>): Closer {
  const asked = (): void => {
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', asked);
  process.once('SIGINT', asked);
  return () => {
    process.off('SIGTERM', asked);
    process.off('SIGINT', asked);
    return undefined;
  };
}
