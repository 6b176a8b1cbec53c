import { PiniaColada } from '@pinia/colada';
import { flushPromises, mount } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionStatus } from '#protocol/ipc/state.ts';

const fake = await vi.hoisted(async () => (await import('../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../bridge.ts', () => ({ bridge: fake.bridge }));
const { contracts, currentContract, forgetContract } = await import('./chosen-contract.ts');
const { loadTexts } = await import('../i18n/i18n.ts');
const { default: CabinetLayout } = await import('./app-layout.vue');
const { isSettingsPage, makeRouter, screenPlace } = await import('./router.ts');

const signedIn = (...numbers: string[]): SessionStatus => ({
  state: 'signed-in',
  computer: 'own',
  account: { id: '1', email: 'm@example.ru', name: 'M', contracts: numbers.map((number) => ({ number, label: null })) },
  expiresAt: '2026-12-22T12:00:00Z',
  kept: true,
});

beforeEach(() => {
  fake.send('session.changed', { state: 'signed-out', because: null });
  forgetContract();
});

describe('the way between the screens', () => {
  it('opens nothing while signed out', async () => {
    const router = makeRouter();
    await router.push('/settings').catch(() => undefined);
    await router.push('/contracts/2256884759/overview').catch(() => undefined);
    await flushPromises();
    expect(router.currentRoute.value.matched).toEqual([]);
  });

  it('begins at the overview of the first contract and remembers the one chosen', async () => {
    fake.send('session.changed', signedIn('2256884759', '2256990012'));
    const router = makeRouter();
    await router.push('/');
    expect(router.currentRoute.value).toMatchObject({ name: 'overview', params: { contractNumber: '2256884759' } });
    await router.push('/contracts/2256990012');
    expect(currentContract.value?.number).toBe('2256990012');
    expect(screenPlace('overview')).toMatchObject({ params: { contractNumber: '2256990012' } });
  });

  it('leads away from a contract of somebody else', async () => {
    fake.send('session.changed', signedIn('2256884759'));
    const router = makeRouter();
    await router.push('/contracts/9999999999/overview');
    expect(router.currentRoute.value.params['contractNumber']).toBe('2256884759');
  });

  it('leads to the completion while there is no contract, and away from it once there is one', async () => {
    fake.send('session.changed', signedIn());
    const router = makeRouter();
    await router.push('/');
    expect(router.currentRoute.value.name).toBe('no-contract');
    expect(contracts.value).toEqual([]);
    await router.push(screenPlace('contract'));
    expect(router.currentRoute.value.name).toBe('no-contract');
    fake.send('session.changed', signedIn('2256884759'));
    await router.push(screenPlace('overview'));
    expect(router.currentRoute.value.name).toBe('overview');
    await router.push('/no-contract');
    expect(router.currentRoute.value.name).toBe('overview');
  });

  it('has the pages of the settings in one group, with and without a contract', async () => {
    for (const status of [signedIn(), signedIn('2256884759')]) {
      fake.send('session.changed', status);
      const router = makeRouter();
      for (const page of ['settings', 'security', 'personal-data'] as const) {
        await router.push(screenPlace(page));
        expect(router.currentRoute.value.name).toBe(page);
        expect(router.currentRoute.value.matched[0]?.path).toBe('/settings');
        expect(isSettingsPage(router.currentRoute.value.name)).toBe(true);
      }
    }
    expect(isSettingsPage('overview')).toBe(false);
  });
});

describe('the layout', () => {
  it('goes on to the overview as soon as the first contract is linked', async () => {
    fake.send('session.changed', signedIn());
    const { cabinetTexts } = await import('./texts.ts');
    await loadTexts(cabinetTexts);
    const router = makeRouter();
    await router.push('/');
    const wrapper = mount(CabinetLayout, { global: { plugins: [createPinia(), PiniaColada, router] } });
    await flushPromises();
    const ways = (): string[] => wrapper.findAll('nav a').map((way) => way.text());
    expect(ways()).toEqual(['Overview', 'Settings']);
    fake.send('session.changed', signedIn('2256884759'));
    await vi.waitFor(() => expect(router.currentRoute.value.name).toBe('overview'));
    expect(ways()).toEqual(['Overview', 'Top up', 'Statement', 'Contract', 'Settings']);
    await router.push(screenPlace('security'));
    expect(wrapper.findAll('header a').at(-1)?.attributes('aria-current')).toBe('true');
    wrapper.unmount();
  });
});
