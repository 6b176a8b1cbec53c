import type { ElectronApplication } from '@playwright/test';

/** Error message of Node's debugger when a result was garbage-collected before it was returned. */
const LOST_ANSWER = 'Resulting promise was garbage collected';
const MOST_TRIES = 4;

/**
 * Makes `evaluate` retry when the debugger lost the result. That is a fault between driver and debugger,
 * not of the program. Other errors are rethrown. Code evaluated in main may therefore run twice.
 */
export function steadyEvaluate(app: ElectronApplication): ElectronApplication {
  const ask = app.evaluate.bind(app) as (body: unknown, argument: unknown) => Promise<unknown>;
  const steady = async (body: unknown, argument?: unknown): Promise<unknown> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask(body, argument);
      } catch (error) {
        if (tries >= MOST_TRIES || !String(error).includes(LOST_ANSWER)) throw error;
      }
    }
  };
  app.evaluate = steady as ElectronApplication['evaluate'];
  return app;
}
