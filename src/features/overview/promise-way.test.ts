import type { VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { blocked, healthy, promised, runningOut, suspended } from '../../testing/overview.fixture.ts';
import { fakeMain, mountScreen, plain, shownAs, type FakeMain } from '../../testing/screen.fixture.ts';

let main: FakeMain;
let wrapper: VueWrapper;

beforeEach(() => {
  vi.resetModules();
  main = fakeMain();
});
afterEach(() => {
  wrapper.unmount();
  vi.unstubAllGlobals();
});

it.each([
  ['reception is off', blocked, true],
  ['it is about to be', runningOut, true],
  ['a promise runs', promised, true],
  ['all is well', healthy, false],
  ['reception is suspended', suspended, false],
  ['the contract is closed', { ...blocked, contract: { ...blocked.contract, status: 'closed' as const } }, false],
])('the overview leads to the promised payment where it is worth a thought: %s', async (_, overview, leads) => {
  main.get.mockImplementation(() => shownAs(overview));
  const { default: screen } = await import('./overview-screen.vue');
  const { overviewTexts } = await import('./texts.ts');
  wrapper = await mountScreen(main, screen, overviewTexts);
  const way = wrapper.findAll('a').find((link) => plain(link.text()) === 'Watch now, pay later');
  expect(way?.attributes('href')).toBe(leads ? `/contracts/${overview.contract.number}/promise` : undefined);
});
