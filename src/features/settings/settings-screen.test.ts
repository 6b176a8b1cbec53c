import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed } from '#protocol/errors/problem.ts';
import type { SessionStatus } from '#protocol/ipc/state.ts';
import { currentLanguage, loadTexts, setLanguage } from '../../app/i18n/i18n.ts';

const fake = await vi.hoisted(async () => (await import('../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../bridge.ts', () => ({ bridge: fake.bridge }));
const { applySettings } = await import('./settings.ts');
const { settingsTexts } = await import('./texts.ts');
const { default: SettingsScreen } = await import('./settings-screen.vue');
enableAutoUnmount(afterEach);
applySettings();

const session = (computer: 'own' | 'shared', kept: boolean): SessionStatus => ({
  state: 'signed-in',
  computer,
  account: { id: '1', email: 'irina@example.ru', name: 'Irina Sokolova', contracts: [] },
  expiresAt: '2026-12-22T12:00:00Z',
  kept,
});

async function show(): Promise<VueWrapper> {
  await loadTexts(settingsTexts);
  return mount(SettingsScreen, { attachTo: document.body });
}

beforeEach(async () => {
  fake.send('settings.changed', { language: 'en', theme: 'system', lockAfter: 'never' });
  fake.send('session.changed', session('own', true));
  await setLanguage('en');
});

describe('settings', () => {
  it('change the language at once and have it stored', async () => {
    const screen = await show();
    await screen.get('button[lang=sv]').trigger('click');
    await flushPromises();
    await vi.waitFor(() => expect(screen.get('h1').text()).toBe('Inställningar'));
    expect(currentLanguage().value).toBe('sv');
    expect(fake.updateSettings).toHaveBeenLastCalledWith({ language: 'sv' });
  });

  it('change the theme of the page', async () => {
    const screen = await show();
    const dark = screen.findAll('button').find((button) => button.text() === 'Dark')!;
    await dark.trigger('click');
    expect(document.documentElement.dataset['theme']).toBe('dark');
    expect(dark.attributes('aria-pressed')).toBe('true');
  });

  it('follow a change made in a menu', async () => {
    fake.send('settings.changed', { language: 'en', theme: 'light', lockAfter: 'never' });
    await flushPromises();
    expect(document.documentElement.dataset['theme']).toBe('light');
  });

  it('say when they could not be stored', async () => {
    fake.updateSettings.mockResolvedValueOnce(failed({ code: 'profile-folder-full' }));
    const screen = await show();
    await screen.get('button[lang=ru]').trigger('click');
    await vi.waitFor(() => expect(screen.find('[role=alert]').exists()).toBe(true));
    expect(screen.get('[role=alert]').attributes('data-code')).toBe('profile-folder-full');
  });

  it('show the lock as set only when main holds it', async () => {
    const settings = (await import('./settings.ts')).useSettings();
    fake.updateSettings.mockResolvedValueOnce(failed({ code: 'profile-folder-full' }));
    expect(await settings.change({ lockAfter: '5' })).toEqual({ code: 'profile-folder-full' });
    expect(settings.current.lockAfter).toBe('never');
    expect(await settings.change({ lockAfter: '5' })).toBeNull();
    expect(settings.current.lockAfter).toBe('5');
  });

  it('name somebody of whom a social network gave no name or no address', async () => {
    const base = session('own', true) as Extract<SessionStatus, { state: 'signed-in' }>;
    fake.send('session.changed', { ...base, account: { ...base.account, name: null } });
    expect((await show()).text()).toMatch(/Signed in as\s*irina@example\.ru/);
    fake.send('session.changed', { ...base, account: { ...base.account, name: null, email: null } });
    expect((await show()).text()).toContain('a social network, without name or address');
  });

  it.each([
    ['own', true, 'encrypted by the system'],
    ['own', false, 'no key store that works'],
    ['shared', false, 'somebody else’s computer'],
  ] as const)('tell how the session on %s (kept: %s) is held', async (computer, kept, words) => {
    fake.send('session.changed', session(computer, kept));
    const screen = await show();
    expect(screen.text()).toContain(words);
    expect(screen.text()).toContain('22 December 2026');
  });
});
