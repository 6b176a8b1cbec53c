import { flushPromises } from '@vue/test-utils';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionStatus } from '#protocol/ipc/state.ts';

const fake = await vi.hoisted(async () => (await import('../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../bridge.ts', () => ({ bridge: fake.bridge }));
const { contracts, currentContract, forgetContract, groupedContract } = await import('./chosen-contract.ts');
const { makeRouter, screenPlace } = await import('./router.ts');

const signedIn = (...numbers: string[]): SessionStatus => ({
  state: 'signed-in',
  computer: 'own',
  account: { id: '1', email: 'm@example.ru', name: 'M', contracts: numbers.map((number) => ({ number, label: null })) },
  expiresAt: '2026-12-22T12:00:00Z',
  kept: true,
});

beforeEach(() => {
  fake.tell('session', { state: 'signed-out', because: null });
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
    fake.tell('session', signedIn('2256884759', '2256990012'));
    const router = makeRouter();
    await router.push('/');
    expect(router.currentRoute.value).toMatchObject({ name: 'overview', params: { contractNumber: '2256884759' } });
    await router.push('/contracts/2256990012');
    expect(currentContract.value?.number).toBe('2256990012');
    expect(screenPlace('overview')).toMatchObject({ params: { contractNumber: '2256990012' } });
  });

  it('leads away from a contract of somebody else', async () => {
    fake.tell('session', signedIn('2256884759'));
    const router = makeRouter();
    await router.push('/contracts/9999999999/overview');
    expect(router.currentRoute.value.params['contractNumber']).toBe('2256884759');
  });

  it('says so when the account has no contract', async () => {
    fake.tell('session', signedIn());
    const router = makeRouter();
    await router.push('/');
    expect(router.currentRoute.value.name).toBe('no-contract');
    expect(contracts.value).toEqual([]);
  });
});

describe('groupedContract', () => {
  it('groups ten digits as they are printed', () => {
    expect(groupedContract('2256884759')).toBe('22\u00a05688\u00a04759');
  });
});
