import { expect, it } from 'vitest';
import { createLines } from './keyed-queue.ts';

/** A task that runs until it is ended. */
function task(name: string, log: string[]): { readonly run: () => Promise<string>; readonly end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return {
    run: async () => {
      log.push(name);
      await ended;
      return name;
    },
    end: () => end(),
  };
}

it('runs tasks of one key one after another, others beside them, and goes on after a failure', async () => {
  const inLine = createLines();
  const log: string[] = [];
  const [first, second, other] = [task('first', log), task('second', log), task('other', log)];
  const failing = inLine('a', () => first.run().then(() => Promise.reject(new Error('failed'))));
  const running = [inLine('a', second.run), inLine('b', other.run)];
  second.end();
  other.end();
  await running[1];
  expect(log).toEqual(['first', 'other']);
  first.end();
  await expect(failing).rejects.toThrow('failed');
  expect(await Promise.all(running)).toEqual(['second', 'other']);
  expect(log).toEqual(['first', 'other', 'second']);
});

it('refuses the seventeenth task of a key, and takes tasks again when some are done', async () => {
  const inLine = createLines();
  const first = task('first', []);
  const all = [inLine('a', first.run), ...Array.from({ length: 15 }, () => inLine('a', () => Promise.resolve('')))];
  await expect(inLine('a', first.run)).rejects.toMatchObject({ code: 'too-many-requests' });
  expect(await inLine('b', () => Promise.resolve('other key'))).toBe('other key');
  first.end();
  await Promise.all(all);
  expect(await inLine('a', () => Promise.resolve('again'))).toBe('again');
});
