import { expect, test, vi } from 'vitest';
import { createSystemQuestion } from './system-question.ts';

test('Touch ID asks in the program’s language; turned away is no', async () => {
  const promptTouchID = vi.fn(() => Promise.resolve());
  const system = createSystemQuestion({ canPromptTouchID: () => true, promptTouchID }, 'darwin', () => 'ru');
  expect(system.canAsk()).toBe(true);
  expect(await system.ask()).toBe(true);
  expect(promptTouchID).toHaveBeenCalledWith('разблокировать личный кабинет');
  promptTouchID.mockRejectedValueOnce(new Error('cancelled'));
  expect(await system.ask()).toBe(false);
});

test.each<[string, NodeJS.Platform, Parameters<typeof createSystemQuestion>[0]]>([
  ['a Mac without it', 'darwin', { canPromptTouchID: () => false }],
  ['Windows', 'win32', { canPromptTouchID: () => true }],
  ['Linux', 'linux', {}],
])('%s: nothing to ask, and asking all the same is no', async (_name, platform, port) => {
  const system = createSystemQuestion(port, platform, () => 'en');
  expect(system.canAsk()).toBe(false);
  expect(await system.ask()).toBe(false);
});
