import type { FastifyInstance } from 'fastify';
import type { Readiness } from '../health/health-routes.ts';

const CLOSE_WITHIN_MS = 5_000;

/** Undoes one step of the start. */
export type Closer = () => Promise<unknown> | undefined;

/** Lets requests under way finish; cuts those that take too long. */
export async function closeApp(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => {
    app.server.closeAllConnections();
  }, CLOSE_WITHIN_MS);
  await app.close();
  clearTimeout(cut);
}

/** Waits for something, but not for ever: a long billing run is cut between two of its transactions. */
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

/** Undoes one after another; what fails or hangs does not keep the rest from being undone. */
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

/** Returns how to leave the signals alone again. */
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
