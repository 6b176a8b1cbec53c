import { vi } from 'vitest';

/** Polls until the value satisfies the condition. Test helper for effects after a response. */
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
