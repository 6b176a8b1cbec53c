import type { ElectronApplication } from '@playwright/test';

/**
 * Lets time pass for the program's idle watch without waiting: its monotonic clock runs ahead by so many ms. The wall
 * clock, timers and the service's clock stay as they are.
 */
export async function idleFor(app: ElectronApplication, ms: number): Promise<void> {
  await app.evaluate((_electron, ahead) => {
    const before = performance.now.bind(performance);
    performance.now = () => before() + ahead;
  }, ms);
}

/** The computer sleeps so many ms and wakes, as the system tells the program. */
export async function sleepFor(app: ElectronApplication, ms: number): Promise<void> {
  await app.evaluate(({ powerMonitor }, asleep) => {
    const before = Date.now;
    powerMonitor.emit('suspend');
    Date.now = () => before() + asleep;
    powerMonitor.emit('resume');
    Date.now = before;
  }, ms);
}
