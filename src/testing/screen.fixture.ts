import { PiniaColada } from '@pinia/colada';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import { vi, type Mock } from 'vitest';
import type { Component } from 'vue';
import { createMemoryHistory, createRouter } from 'vue-router';
import type { ErrorCode } from '#protocol/errors/catalogue.ts';
import type { Result } from '#protocol/errors/problem.ts';
import type { Overview } from '#protocol/api/overview.ts';
import type { CabinetBridge } from '#protocol/ipc/bridge-types.ts';
import type { ConnectionStatus, DataChange, LinkRequest, ShownOverview } from '#protocol/ipc/state.ts';
import type { Language } from '#protocol/primitives.ts';
import type { Texts } from '../app/i18n/i18n.ts';
import { fakeBridge, type FakeBridge, type MockedBridge } from './fake-bridge.ts';
import { profileFixture } from './overview.fixture.ts';

/** What a test sees of main, and what it tells the page. */
export interface FakeMain {
  /** The whole of the bridge, for the screens that ask more than the overview. */
  readonly bridge: MockedBridge;
  /** Sends a declared message as the main process would. */
  readonly send: FakeBridge['send'];
  readonly get: Mock<(input: { readonly contractNumber: string }) => Promise<Result<ShownOverview>>>;
  readonly open: Mock<(request: LinkRequest) => Promise<Result<null>>>;
  readonly copy: Mock<(input: { readonly text: string }) => Promise<Result<null>>>;
  readonly started: Mock<(input: { readonly screen: string }) => Promise<Result<null>>>;
  tellChange(change: DataChange): void;
  tellService(status: ConnectionStatus): void;
}

function yes<T>(value: T): Promise<Result<T>> {
  return Promise.resolve({ ok: true, value });
}

export function no<T>(code: ErrorCode): Promise<Result<T>> {
  return Promise.resolve({ ok: false, failure: { code } });
}

/** An answer of main: fresh, or the last one known. */
export function shownAs(overview: Overview, because?: ErrorCode): Promise<Result<ShownOverview>> {
  return yes({
    overview,
    freshness: because === undefined ? { kind: 'live' } : { kind: 'cached', at: '2026-11-22T09:12:00Z', because },
  });
}

/** Puts a main of its own behind the page; to be called before anything of the page is imported. */
export function fakeMain(): FakeMain {
  const fake = fakeBridge();
  const main = {
    get: vi.fn<(input: { readonly contractNumber: string }) => Promise<Result<ShownOverview>>>(),
    open: fake.bridge.links.open,
    copy: fake.bridge.clipboard.copy,
    started: vi.fn<(input: { readonly screen: string }) => Promise<Result<null>>>(() => yes(null)),
  };
  const cabinet: CabinetBridge = {
    ...fake.bridge,
    overview: { get: main.get },
    profile: { read: () => yes(profileFixture) },
    app: { ...fake.bridge.app, started: main.started },
  };
  vi.stubGlobal('cabinet', cabinet);
  // The test's page has no fonts to wait for.
  Object.defineProperty(document, 'fonts', { value: { ready: Promise.resolve() }, configurable: true });
  return {
    ...main,
    bridge: fake.bridge,
    send: (id, data) => {
      fake.send(id, data);
    },
    tellChange: (change) => fake.send('data.changed', change),
    tellService: (status) => fake.send('connection.changed', status),
  };
}

/** Mounts a screen as the cabinet does, in a language, with the profile known and the line up. */
export async function mountScreen<Key extends string>(
  main: FakeMain,
  screen: Component,
  texts: Texts<Key>,
  language: Language = 'en',
  ...others: readonly Texts<string>[]
): Promise<VueWrapper> {
  const { loadTexts, setLanguage } = await import('../app/i18n/i18n.ts');
  const { followChanges } = await import('../app/data/queries.ts');
  const { followProfile } = await import('../features/profile/profile.ts');
  const { useQueryCache } = await import('@pinia/colada');
  await loadTexts(texts, ...others);
  await setLanguage(language);
  followProfile();
  const pinia = createPinia();
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/', name: 'overview', component: { template: '<i />' } },
      { path: '/contracts/:contractNumber', name: 'contract', component: { template: '<i />' } },
      { path: '/contracts/:contractNumber/top-up', name: 'top-up', component: { template: '<i />' } },
      { path: '/contracts/:contractNumber/statement', name: 'statement', component: { template: '<i />' } },
      { path: '/contracts/:contractNumber/promise', name: 'promise', component: { template: '<i />' } },
    ],
  });
  const wrapper = mount(screen, {
    props: { contractNumber: '2256884759' },
    global: { plugins: [pinia, [PiniaColada, { queryOptions: { staleTime: Number.POSITIVE_INFINITY } }], router] },
    attachTo: document.body,
  });
  followChanges(useQueryCache(pinia));
  main.tellService({ state: 'up' });
  await flushPromises();
  return wrapper;
}

/** The text of an element with its no-break spaces as plain ones. */
export function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ').replaceAll(/\s+/g, ' ').trim();
}
