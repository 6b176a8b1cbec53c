import type { ElectronApplication } from '@playwright/test';

/** What Node's debugger says when its own weak hold on an answer was collected before the answer was handed over. */
const LOST_ANSWER = 'Resulting promise was garbage collected';
const MOST_TRIES = 4;

/**
 * Makes `evaluate` ask again when the debugger lost the answer: a fault between driver and debugger that says nothing
 * about the program. Every other error passes as it is. What tests evaluate in main may therefore run twice.
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
