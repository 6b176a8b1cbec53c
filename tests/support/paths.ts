import path from 'node:path';

/** Root of the repository. */
export const projectRoot = path.resolve(import.meta.dirname, '..', '..');

/** The start of the tests' service clock: the day of the dashboard's reference design, 09:45 in Moscow. */
export const drawnInstant = '2026-11-22T09:45:00+03:00';

/** Whether this process runs as root, for whom Chromium's sandbox refuses to run. */
export const isRoot = process.getuid?.() === 0;

export const hour = 3_600_000;
export const day = 24 * hour;
