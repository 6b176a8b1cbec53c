import { enableAutoUnmount, flushPromises, type DOMWrapper, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import type { AccountData } from '#protocol/api/account-data.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import { profileFixture } from '../../../testing/overview.fixture.ts';
import { plain } from '../../../testing/screen.fixture.ts';
import { deferred, mountAccountScreen, security, signedIn } from '../../../testing/security.fixture.ts';

const fake = await vi.hoisted(async () => (await import('../../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../../bridge.ts', () => ({ bridge: fake.bridge }));
const { securityTexts } = await import('../security/texts.ts');
const { useSession } = await import('../../session/session.ts');
const { accountDeleted } = await import('./farewell.ts');
const { default: DeletedNote } = await import('./deleted-note.vue');
const { default: PersonalDataScreen } = await import('./personal-data-screen.vue');
const { personalDataTexts } = await import('./texts.ts');
enableAutoUnmount(afterEach);

const data: AccountData = {
  exportedAt: '2026-11-22T09:41:00Z',
  account: {
    id: 'a1',
    email: 'irina@example.ru',
    name: 'Irina Pavlova',
    phone: null,
    createdAt: '2026-03-03T09:00:00Z',
  },
  contracts: [{ number: '2256884759', label: 'Home' }],
  consents: [
    { kind: 'advertising', granted: true, textVersion: '2026-09', at: '2026-05-12T08:00:00Z' },
    { kind: 'advertising', granted: false, textVersion: '2026-09', at: '2026-06-12T08:00:00Z' },
  ],
  identities: [{ provider: 'vk', subject: '100234', name: 'Irina P.', email: null, linkedAt: '2026-03-03T10:00:00Z' }],
  sessions: Array.from({ length: 14 }, (_, index) => ({
    device: { name: `PC-${index}`, platform: 'windows' as const },
    computer: 'own' as const,
    signedInAt: `2026-10-${10 + index}T10:00:00Z`,
    lastUsedAt: '2026-11-20T10:40:00Z',
    endedAt: index === 13 ? null : '2026-11-01T10:00:00Z',
  })),
  letters: [
    { kind: 'registration', to: 'irina@example.ru', at: '2026-03-03T09:00:00Z' },
    { kind: 'of-a-newer-service', to: 'irina@example.ru', at: '2026-03-04T09:00:00Z' },
  ],
  messages: [],
  payments: [
    {
      at: '2026-11-20T10:00:00Z',
      payee: '2256884759',
      method: 'sbp',
      origin: 'online',
      amountKopecks: 50_000,
      status: 'succeeded',
      phone: null,
      cardMask: null,
    },
  ],
  cards: [{ mask: '•• 4242', brand: 'МИР', expires: '12/29', linkedAt: '2026-11-20T10:00:00Z' }],
  kept: ['contract', 'ledger'],
};
let screen: VueWrapper;

async function show(state: AccountSecurity = security): Promise<void> {
  fake.bridge.accounts.security.mockResolvedValue(success(state));
  screen = await mountAccountScreen(PersonalDataScreen, [personalDataTexts, securityTexts]);
}
const page = (): string => plain(screen.text());
function button(name: string): DOMWrapper<HTMLButtonElement> {
  const found = screen.findAll<HTMLButtonElement>('button').find((one) => plain(one.text()) === name);
  if (found === undefined) throw new Error(`No button “${name}”`);
  return found;
}
async function press(name: string): Promise<void> {
  await button(name).trigger('click');
  await flushPromises();
}

beforeEach(() => {
  vi.clearAllMocks();
  fake.bridge.profile.read.mockResolvedValue(success(profileFixture));
  fake.bridge.accounts.data.mockResolvedValue(success(data));
  fake.send('session.changed', signedIn);
  fake.send('connection.changed', { state: 'up' });
});

describe('consent to advertising', () => {
  it('stands with its text and since when, and changes only when the service says so', async () => {
    await show();
    const consent = screen.get('button[role=switch]');
    expect(page()).toContain('I agree to messages about promotions and new channels');
    expect(page()).toContain('Not given.');
    const waiting = deferred<Awaited<ReturnType<typeof fake.bridge.accounts.setAdvertisingConsent>>>();
    fake.bridge.accounts.setAdvertisingConsent.mockReturnValueOnce(waiting.promise);
    await consent.trigger('click');
    expect(fake.bridge.accounts.setAdvertisingConsent).toHaveBeenLastCalledWith({ granted: true });
    expect(consent.attributes('aria-checked')).toBe('false');
    waiting.resolve(
      success({
        ...security,
        advertisingConsent: { granted: true, at: '2026-11-22T09:41:00Z', textVersion: '2026-09' },
      }),
    );
    await flushPromises();
    expect(consent.attributes('aria-checked')).toBe('true');
    expect(page()).toContain('Given on 22 November 2026, 12:41.');
    fake.bridge.accounts.setAdvertisingConsent.mockResolvedValueOnce(failed({ code: 'service-timeout' }));
    await consent.trigger('click');
    await flushPromises();
    expect(consent.attributes('aria-checked')).toBe('true');
    await vi.waitFor(() => expect(screen.get('[role=alert]').attributes('data-code')).toBe('service-timeout'));
  });
});

describe('what is held', () => {
  it('stands in groups of plain words, the newest first, long ones in part', async () => {
    await show();
    const groups = screen.findAll('details').map((group) => plain(group.get('summary').text()));
    expect(groups).toEqual([
      'Account',
      'Contracts1',
      'Payments1',
      'Linked cards1',
      'Consents2',
      'Social networks1',
      'Sign-ins14',
      'Letters sent to you2',
      'SMS sent to you0',
    ]);
    expect(page()).toContain('PhoneNot set');
    expect(page()).toContain('Contract 22 5688 4759Home');
    expect(page()).toContain('Advertising: taken back12 June 2026, 11:00, text 2026-09Advertising: given');
    expect(page()).toContain('VKontakte, Irina P.id 100234');
    expect(page()).toContain('PC-13My own computer, since 23 October 2026, 13:00PC-12');
    expect(page()).toContain('Letterto irina@example.ru');
    expect(page()).toContain('credited to 2256884759, 20 November 2026, 13:00');
    expect(page()).toContain('МИР •• 4242linked on 20 November 2026, 13:00');
    expect(page()).not.toContain('PC-0My own');
    await press('Show all 14');
    expect(page()).toContain('PC-0My own');
    expect(screen.text()).not.toMatch(/[{}]/);
  });

  it('is saved as a file; nothing is said when no file was chosen', async () => {
    await show();
    fake.bridge.accounts.saveData.mockResolvedValueOnce(success(false));
    await press('Save as a file');
    expect(page()).not.toContain('The file is saved.');
    fake.bridge.accounts.saveData.mockResolvedValueOnce(success(true));
    await press('Save as a file');
    expect(page()).toContain('The file is saved.');
    fake.bridge.accounts.saveData.mockResolvedValueOnce(failed({ code: 'file-not-saved' }));
    await press('Save as a file');
    await vi.waitFor(() => expect(page()).toContain('The file could not be saved.'));
  });
});

describe('deleting the account', () => {
  it('says what goes and what stays, offers the data, asks for the password, and signs out with a note', async () => {
    await show();
    await press('Delete the account …');
    const dialog = screen.get('dialog');
    expect(dialog.text()).toContain('The contract: reception goes on as before');
    expect(fake.bridge.accounts.delete).not.toHaveBeenCalled();
    fake.bridge.accounts.saveData.mockResolvedValueOnce(success(true));
    await press('Save a copy of your data first');
    expect(fake.bridge.accounts.saveData).toHaveBeenCalledOnce();
    await press('Continue');
    await dialog.get('input').setValue('wrong');
    fake.bridge.accounts.delete.mockResolvedValueOnce(failed({ code: 'password-wrong', triesLeft: 4 }));
    await dialog.get('form').trigger('submit');
    await flushPromises();
    expect(dialog.text()).toContain('4 tries left');
    expect(accountDeleted.value).toBe(false);
    await dialog.get('input').setValue('right');
    fake.bridge.accounts.delete.mockResolvedValueOnce(success({ state: 'signed-out', because: null }));
    await dialog.get('form').trigger('submit');
    await flushPromises();
    expect(fake.bridge.accounts.delete).toHaveBeenLastCalledWith({ password: 'right' });
    expect(useSession().status.state).toBe('signed-out');
    expect(accountDeleted.value).toBe(true);

    screen.unmount();
    screen = await mountAccountScreen(DeletedNote, [personalDataTexts]);
    expect(page()).toContain('Your account is deleted.');
    fake.send('session.changed', signedIn);
    await flushPromises();
    expect(accountDeleted.value).toBe(false);
    expect(page()).toBe('');
  });

  it('can be left at every step', async () => {
    await show();
    await press('Delete the account …');
    await press('Continue');
    await press('Keep the account');
    expect(screen.find('dialog').exists()).toBe(false);
    expect(fake.bridge.accounts.delete).not.toHaveBeenCalled();
  });
});

it('says that nothing is known while the line is down', async () => {
  fake.bridge.accounts.data.mockResolvedValue(failed({ code: 'service-unreachable' }));
  fake.bridge.accounts.security.mockResolvedValue(failed({ code: 'service-unreachable' }));
  fake.send('connection.changed', { state: 'down', code: 'service-unreachable', since: '2026-11-22T09:45:00Z' });
  screen = await mountAccountScreen(PersonalDataScreen, [personalDataTexts, securityTexts]);
  expect(page()).toContain('What is held about you is not known just now.');
  expect(screen.find('button[role=switch]').exists()).toBe(false);
});
