import { PiniaColada, useQueryCache } from '@pinia/colada';
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { createPinia } from 'pinia';
import type { Component } from 'vue';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import type { SignedInDevices } from '#protocol/api/sessions.ts';
import type { SessionStatus } from '#protocol/ipc/state.ts';
import type { Language } from '#protocol/primitives.ts';
import type { Texts } from '../app/i18n/i18n.ts';

/** An account as most have it: a password, one linked network, no second step. */
export const security: AccountSecurity = {
  email: 'irina@example.ru',
  emailPending: null,
  phone: '+79005550142',
  phonePending: null,
  hasPassword: true,
  passwordChangedAt: '2026-05-12T08:00:00Z',
  twoStep: { on: false },
  identities: [{ provider: 'vk', name: 'Irina P.', linkedAt: '2026-03-03T10:00:00Z' }],
  advertisingConsent: { granted: false, at: null, textVersion: null },
};

/** An account that a social network alone opens. */
export const socialOnly: AccountSecurity = { ...security, email: null, hasPassword: false, passwordChangedAt: null };

const device = { computer: 'own', signedInAt: '2026-11-01T10:00:00Z', expiresAt: '2026-12-22T12:00:00Z' } as const;
export const devices: SignedInDevices = {
  devices: [
    {
      ...device,
      id: 'd2',
      device: { name: 'MacBook', platform: 'macos' },
      lastUsedAt: '2026-11-22T06:12:00Z',
      current: false,
    },
    {
      ...device,
      id: 'd1',
      device: { name: 'IRINA-PC', platform: 'windows' },
      lastUsedAt: '2026-11-22T09:41:00Z',
      current: true,
    },
    {
      ...device,
      id: 'd3',
      computer: 'shared',
      device: { name: 'LIBRARY-17', platform: 'linux' },
      lastUsedAt: '2026-11-20T10:40:00Z',
      current: false,
    },
  ],
};

export const signedIn: SessionStatus = {
  state: 'signed-in',
  computer: 'own',
  account: {
    id: '1',
    email: 'irina@example.ru',
    name: 'Irina Pavlova',
    contracts: [{ number: '2256884759', label: 'Home' }],
  },
  expiresAt: '2026-12-22T12:00:00Z',
  kept: true,
};

/** An answer that the test gives when it likes. */
export function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (settle = resolve));
  return { promise, resolve: (value) => settle(value) };
}

/** Mounts a screen of the account as the cabinet does, its words and the errors' loaded. */
export async function mountAccountScreen(
  screen: Component,
  texts: readonly Texts<string>[],
  language: Language = 'en',
): Promise<VueWrapper> {
  const { loadTexts, setLanguage } = await import('../app/i18n/i18n.ts');
  const { followChanges } = await import('../app/data/queries.ts');
  const { followProfile } = await import('../features/profile/profile.ts');
  await loadTexts(...texts);
  await setLanguage(language);
  const pinia = createPinia();
  const wrapper = mount(screen, {
    global: { plugins: [pinia, [PiniaColada, { queryOptions: { staleTime: Number.POSITIVE_INFINITY } }]] },
    attachTo: document.body,
  });
  followChanges(useQueryCache(pinia));
  followProfile();
  await flushPromises();
  return wrapper;
}
