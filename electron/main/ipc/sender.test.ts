import { expect, test } from 'vitest';
import { mayAsk, type Sender } from './sender.ts';

const own: Sender = {
  contentsId: 1,
  frame: { url: 'app://cabinet/index.html#/x', isMain: true, detached: false },
};

test('the program’s own page is accepted', () => {
  expect(mayAsk(own, 1)).toBe(true);
});

test.each<[string, Partial<Sender> | Partial<NonNullable<Sender['frame']>>, number | null]>([
  ['another window', { contentsId: 2 }, 1],
  ['no window', {}, null],
  ['a frame that is gone', { frame: null }, 1],
])('%s is refused', (_name, change, id) => {
  expect(mayAsk({ ...own, ...change }, id)).toBe(false);
});

test.each([
  { detached: true },
  { isMain: false },
  { url: '' },
  { url: 'about:blank' },
  { url: 'app://evil/index.html' },
  { url: 'app://cabinet.evil/index.html' },
  { url: 'app://x@cabinet/index.html' },
  { url: 'https://cabinet/index.html' },
  { url: 'file:///cabinet/index.html' },
])('a frame with %j is refused', (change) => {
  expect(mayAsk({ ...own, frame: { ...own.frame!, ...change } }, 1)).toBe(false);
});
