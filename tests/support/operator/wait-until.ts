import { vi } from 'vitest';

/** Reads until what is read is as wanted; for what happens after an answer was given. For tests alone. */
export async function waitUntil<T>(read: () => Promise<T>, isWanted: (value: T) => boolean): Promise<T> {
  return vi.waitFor(
    async () => {
      const value = await read();
      if (!isWanted(value)) throw new Error('It did not come about.');
      return value;
    },
    { timeout: 10_000, interval: 5 },
  );
}
