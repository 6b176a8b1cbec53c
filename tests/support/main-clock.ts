import type { ElectronApplication } from '@playwright/test';

/**
 * Advances the monotonic clock of the program's idle watch by the given ms without waiting. The wall
 * clock, timers and the service's clock stay as they are.
 */
export async function idleFor(app: ElectronApplication, ms: number): Promise<void> {
  await app.evaluate((_electron, ahead) => {
    const before = performance.now.bind(performance);
    performance.now = () => before() + ahead;
  }, ms);
}

/** Simulates that the computer sleeps for the given ms and resumes. */
export async function sleepFor(app: ElectronApplication, ms: number): Promise<void> {
  await app.evaluate(({ powerMonitor }, asleep) => {
    const before = Date.now;
    powerMonitor.emit('suspend');
    Date.now = () => before() + asleep;
    powerMonitor.emit('resume');
    Date.now = before;
  }, ms);
}
