import { enableAutoUnmount, flushPromises, type DOMWrapper, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import type { AccountSecurity } from '#protocol/api/account-security.ts';
import type { Language } from '#protocol/primitives.ts';
import { profileFixture } from '../../../testing/overview.fixture.ts';
import { plain } from '../../../testing/screen.fixture.ts';
import {
  deferred,
  devices,
  mountAccountScreen,
  security,
  signedIn,
  socialOnly,
} from '../../../testing/security.fixture.ts';

const fake = await vi.hoisted(async () => (await import('../../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../../bridge.ts', () => ({ bridge: fake.bridge }));
const { signInLayoutTexts } = await import('../../sign-in/layout/texts.ts');
const { useSession } = await import('../../session/session.ts');
const { securityTexts } = await import('./texts.ts');
const { default: SecurityScreen } = await import('./security-screen.vue');
enableAutoUnmount(afterEach);

let screen: VueWrapper;

async function show(state: AccountSecurity = security, language: Language = 'en'): Promise<void> {
  fake.bridge.accounts.security.mockResolvedValue(success(state));
  screen = await mountAccountScreen(SecurityScreen, [securityTexts, signInLayoutTexts], language);
}

const page = (): string => plain(screen.text());
function button(name: string): DOMWrapper<HTMLButtonElement> {
  const found = screen
    .findAll<HTMLButtonElement>('button')
    .filter((one) => plain(one.attributes('aria-label') ?? one.text()) === name)
    .at(-1);
  if (found === undefined)
    throw new Error(
      `No button “${name}” among: ${screen
        .findAll('button')
        .map((b) => b.text())
        .join(', ')}`,
    );
  return found;
}
async function press(name: string): Promise<void> {
  await button(name).trigger('click');
  await flushPromises();
}
async function type(name: string, text: string): Promise<void> {
  await screen.get(`dialog input[name="${name}"]`).setValue(text);
}
async function send(): Promise<void> {
  await screen.get('dialog form').trigger('submit');
  await flushPromises();
}

beforeEach(() => {
  vi.clearAllMocks();
  fake.bridge.profile.read.mockResolvedValue(success(profileFixture));
  fake.bridge.devices.list.mockResolvedValue(success(devices));
  fake.send('session.changed', signedIn);
  fake.send('connection.changed', { state: 'up' });
});

describe('what protects the account', () => {
  it('is said in a sentence with the one button that betters it', async () => {
    await show();
    expect(page()).toContain('One step is enough to open this account');
    expect(page()).toContain('Ways to sign in2');
    expect(page()).toContain('Password set12 May 2026');
    expect(screen.findAll('button.primary').map((one) => one.text())).toEqual(['Turn on two-step sign-in']);
  });

  it('names the only way in', async () => {
    await show({ ...security, identities: [] });
    expect(page()).toContain('Your password alone opens this account');
    screen.unmount();
    await show(socialOnly, 'sv');
    expect(page()).toContain('Bara VKontakte öppnar ditt konto');
  });

  it('offers new recovery codes when few are left, with the right plural', async () => {
    await show({ ...security, twoStep: { on: true, since: '2026-09-03T10:00:00Z', recoveryCodesLeft: 2 } }, 'ru');
    expect(page()).toContain('Осталось 2 резервных кода');
    expect(screen.get('button.primary').text()).toBe('Сделать новые резервные коды');
  });
});

describe('a change', () => {
  it('asks for the password in place, says how many tries are left, and shows nothing before it holds', async () => {
    await show();
    await press('Turn on two-step sign-in');
    await send();
    expect(screen.get('dialog').text()).toContain('Enter your password.');
    expect(fake.bridge.twoStep.setUp).not.toHaveBeenCalled();
    fake.bridge.twoStep.setUp.mockResolvedValueOnce(failed({ code: 'password-wrong', triesLeft: 3 }));
    await type('current-password', 'not this one');
    await send();
    expect(fake.bridge.twoStep.setUp).toHaveBeenLastCalledWith({ password: 'not this one' });
    expect(screen.get('dialog').text()).toContain('This is not your password. 3 tries left.');
    expect(screen.get('input[name=current-password]').attributes('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(screen.get('input[name=current-password]').element);
    await type('current-password', 'another');
    expect(screen.get('dialog').text()).not.toContain('This is not your password');
  });

  it('waits with a countdown after too many wrong passwords', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      await show();
      await press('Change: Password');
      fake.bridge.accounts.changePassword.mockResolvedValueOnce(
        failed({ code: 'password-throttled', retryAfterMs: 30_000 }),
      );
      await type('current-password', 'x');
      await type('password', 'long enough words');
      await type('password-again', 'long enough words');
      await send();
      expect(screen.get('dialog').text()).toContain('You can try again in 0:30.');
      await send();
      expect(fake.bridge.accounts.changePassword).toHaveBeenCalledTimes(1);
      await vi.advanceTimersByTimeAsync(30_000);
      expect(screen.get('dialog').text()).not.toContain('You can try again');
    } finally {
      vi.useRealTimers();
    }
  });

  it('explains a session that is too old where there is no password, with a way on', async () => {
    await show(socialOnly);
    await press('Turn on two-step sign-in');
    expect(screen.get('dialog').text()).toContain('within 10 minutes');
    fake.bridge.twoStep.setUp.mockResolvedValueOnce(failed({ code: 'fresh-session-needed' }));
    await send();
    expect(fake.bridge.twoStep.setUp).toHaveBeenLastCalledWith({ password: null });
    await vi.waitFor(() =>
      expect(screen.get('dialog [role=alert]').attributes('data-code')).toBe('fresh-session-needed'),
    );
    await press('Sign out and sign in again');
    expect(fake.bridge.session.signOut).toHaveBeenCalledOnce();
  });

  it('is not begun while the line is down, and says so beforehand', async () => {
    await show();
    fake.send('connection.changed', { state: 'down', code: 'service-unreachable', since: '2026-11-22T09:45:00Z' });
    await flushPromises();
    expect(page()).toContain('As last known.');
    expect(button('Change: Password').attributes('aria-disabled')).toBe('true');
    await press('Change: Password');
    expect(screen.find('dialog').exists()).toBe(false);
  });
});

describe('two-step sign-in', () => {
  it('is turned on in three steps, and the recovery codes stay until they were kept', async () => {
    await show();
    await press('Turn on two-step sign-in');
    fake.bridge.twoStep.setUp.mockResolvedValueOnce(
      success({
        secret: 'JBSWY3DPEHPK3PXP',
        uri: 'otpauth://totp/x?secret=JBSWY3DPEHPK3PXP',
        expiresInMs: 600_000,
      }),
    );
    await type('current-password', 'right');
    await send();
    expect(screen.get('dialog .secret').text()).toBe('JBSW Y3DP EHPK 3PXP');
    expect(screen.get('dialog svg[role=img] path').attributes('d')).not.toBe('');
    await press('Copy the key');
    expect(fake.bridge.clipboard.copy).toHaveBeenLastCalledWith({ text: 'JBSWY3DPEHPK3PXP' });

    fake.bridge.twoStep.confirm.mockResolvedValueOnce(failed({ code: 'two-step-failed', triesLeft: 4 }));
    await type('code', '111 111');
    await flushPromises();
    expect(screen.get('dialog').text()).toContain('This code does not fit.');

    fake.bridge.twoStep.confirm.mockResolvedValueOnce(success({ codes: ['aaaa-bbbb', 'cccc-dddd'] }));
    fake.bridge.accounts.security.mockResolvedValue(
      success({ ...security, twoStep: { on: true, since: '2026-11-22T09:41:00Z', recoveryCodesLeft: 10 } }),
    );
    await type('code', '123456');
    await flushPromises();
    expect(fake.bridge.twoStep.confirm).toHaveBeenLastCalledWith({ code: '123456' });
    expect(screen.findAll('dialog li').map((one) => one.text())).toEqual(['aaaa-bbbb', 'cccc-dddd']);
    await screen.get('dialog').trigger('cancel');
    expect(screen.find('dialog').exists()).toBe(true);
    await press('Copy all');
    expect(fake.bridge.clipboard.copy).toHaveBeenLastCalledWith({ text: 'aaaa-bbbb\ncccc-dddd' });
    await press('I have kept them');
    expect(screen.find('dialog').exists()).toBe(false);
    expect(page()).toContain('Two steps protect your account');
  });

  it('[W1] is shown as on after a lost answer, and the same dialog gives the codes when it is asked again', async () => {
    await show();
    await press('Turn on two-step sign-in');
    fake.bridge.twoStep.setUp.mockResolvedValueOnce(
      success({ secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x', expiresInMs: 600_000 }),
    );
    await type('current-password', 'right');
    await send();
    fake.bridge.twoStep.confirm.mockResolvedValueOnce(failed({ code: 'outcome-unknown' }));
    fake.bridge.accounts.security.mockResolvedValue(
      success({ ...security, twoStep: { on: true, since: '2026-11-22T09:41:00Z', recoveryCodesLeft: 10 } }),
    );
    await type('code', '123456');
    await flushPromises();
    fake.send('data.changed', { topics: ['security'], contractNumber: null });
    await flushPromises();
    expect(screen.get('dialog [role=alert]').attributes('data-code')).toBe('outcome-unknown');
    expect(page()).toContain('Two steps protect your account');
    fake.bridge.twoStep.confirm.mockResolvedValueOnce(success({ codes: ['aaaa-bbbb', 'cccc-dddd'] }));
    await send();
    expect(screen.findAll('dialog li').map((one) => one.text())).toEqual(['aaaa-bbbb', 'cccc-dddd']);
  });

  it('is turned off by the password', async () => {
    await show({ ...security, twoStep: { on: true, since: '2026-09-03T10:00:00Z', recoveryCodesLeft: 8 } });
    await press('Turn off');
    fake.bridge.twoStep.turnOff.mockResolvedValueOnce(success(security));
    await type('current-password', 'right');
    await send();
    expect(page()).toContain('One step is enough to open this account');
    expect(page()).toContain('Two-step sign-in is off.');
  });
});

describe('password, address and phone', () => {
  it('takes a new password typed twice, and says that the other devices are out', async () => {
    await show();
    await press('Change: Password');
    await type('current-password', 'old');
    await type('password', 'short');
    await type('password-again', 'other');
    await send();
    expect(fake.bridge.accounts.changePassword).not.toHaveBeenCalled();
    expect(document.activeElement).toBe(screen.get('input[name=password]').element);
    await type('password', 'a few words in a row');
    await type('password-again', 'a few words in a row');
    fake.bridge.accounts.changePassword.mockResolvedValueOnce(failed({ code: 'password-too-common' }));
    await send();
    expect(screen.get('input[name=password]').attributes('aria-invalid')).toBe('true');
    await type('current-password', 'old');
    await type('password', 'quite other words in a row');
    await type('password-again', 'quite other words in a row');
    fake.bridge.accounts.changePassword.mockResolvedValueOnce(
      success({ ...security, passwordChangedAt: '2026-11-22T09:41:00Z' }),
    );
    fake.bridge.accounts.security.mockResolvedValue(
      success({ ...security, passwordChangedAt: '2026-11-22T09:41:00Z' }),
    );
    fake.bridge.devices.list.mockResolvedValue(success({ devices: devices.devices.slice(1, 2) }));
    await send();
    expect(fake.bridge.accounts.changePassword).toHaveBeenLastCalledWith({
      password: 'old',
      next: 'quite other words in a row',
    });
    expect(page()).toContain('All other devices are signed out.');
    expect(page()).toContain('Set on 22 November 2026');
    expect(page()).toContain('No other device is signed in.');
  });

  it('shows a new address as waiting until its letter was answered', async () => {
    await show();
    await press('Change: E-mail');
    await type('new-email', 'new@example.ru');
    await type('current-password', 'right');
    fake.bridge.accounts.changeEmail.mockResolvedValueOnce(success({ againInMs: 60_000, delayed: true }));
    fake.bridge.accounts.security.mockResolvedValue(success({ ...security, emailPending: 'new@example.ru' }));
    await send();
    expect(fake.bridge.accounts.changeEmail).toHaveBeenLastCalledWith({ password: 'right', email: 'new@example.ru' });
    expect(screen.get('dialog').text()).toContain('If new@example.ru can be used');
    expect(screen.get('dialog').text()).toContain('may take some minutes');
    await press('Done');
    expect(page()).toContain('irina@example.runew@example.ru waits for confirmation');
  });

  it('takes a phone by the code that went there, with tries left and another code after the wait', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      await show();
      await press('Change: Phone');
      await type('new-phone', '8 (900) 111-22-33');
      await type('current-password', 'right');
      fake.bridge.accounts.changePhone.mockResolvedValue(success({ expiresInMs: 300_000, againInMs: 60_000 }));
      await send();
      expect(fake.bridge.accounts.changePhone).toHaveBeenLastCalledWith({ password: 'right', phone: '+79001112233' });
      expect(plain(screen.get('dialog').text())).toContain('It went to +7 900 111-22-33 and is good for 5 minutes.');
      fake.bridge.accounts.confirmPhone.mockResolvedValueOnce(failed({ code: 'code-wrong', triesLeft: 2 }));
      await type('code', '000000');
      await flushPromises();
      expect(screen.get('dialog').text()).toContain('2 tries left.');
      await press('Send a new code');
      expect(fake.bridge.accounts.changePhone).toHaveBeenCalledTimes(1);
      await vi.advanceTimersByTimeAsync(60_000);
      await press('Send a new code');
      expect(fake.bridge.accounts.changePhone).toHaveBeenCalledTimes(2);
      expect(screen.get('dialog').text()).toContain('A new code is on its way.');
      fake.bridge.accounts.confirmPhone.mockResolvedValueOnce(success({ ...security, phone: '+79001112233' }));
      fake.bridge.accounts.security.mockResolvedValue(success({ ...security, phone: '+79001112233' }));
      await type('code', '123456');
      await flushPromises();
      expect(screen.find('dialog').exists()).toBe(false);
      expect(page()).toContain('+7 900 111-22-33');
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('social networks', () => {
  it('says beforehand why the only way in cannot be unlinked', async () => {
    await show(socialOnly);
    const unlink = button('Unlink: VKontakte');
    expect(unlink.attributes('aria-disabled')).toBe('true');
    expect(screen.get(`[id="${unlink.attributes('aria-describedby')!}"]`).text()).toContain('your only way in');
    await press('Unlink: VKontakte');
    expect(screen.find('dialog').exists()).toBe(false);
  });

  it('waits for the browser, shows its page again, and calls off without an error', async () => {
    await show();
    await press('Link: Facebook');
    await type('current-password', 'right');
    const waiting = deferred<Awaited<ReturnType<typeof fake.bridge.identities.link>>>();
    fake.bridge.identities.link.mockReturnValueOnce(waiting.promise);
    await send();
    expect(fake.bridge.identities.link).toHaveBeenLastCalledWith({ password: 'right', provider: 'facebook' });
    expect(screen.get('dialog').text()).toContain('Go on in your browser');
    await press('Open the page again');
    expect(fake.bridge.session.showBrowser).toHaveBeenCalledOnce();
    await press('Cancel');
    expect(fake.bridge.session.cancelSignIn).toHaveBeenCalledOnce();
    waiting.resolve(failed({ code: 'provider-timeout' }));
    await flushPromises();
    expect(screen.find('dialog').exists()).toBe(false);
  });

  it('says what refused a link, and links at another try', async () => {
    await show();
    await press('Link: Facebook');
    await type('current-password', 'right');
    fake.bridge.identities.link.mockResolvedValueOnce(failed({ code: 'identity-taken' }));
    await send();
    await vi.waitFor(() => expect(screen.get('dialog [role=alert]').attributes('data-code')).toBe('identity-taken'));
    fake.bridge.identities.link.mockResolvedValueOnce(
      success({
        ...security,
        identities: [...security.identities, { provider: 'facebook', name: null, linkedAt: '2026-11-22T09:41:00Z' }],
      }),
    );
    await type('current-password', 'right');
    await send();
    expect(page()).toContain('Facebook is linked.');
    expect(page()).toContain('Linked on 22 November 2026');
  });
});

describe('signed-in devices', () => {
  it('stand with this computer first and the last use in words', async () => {
    await show();
    const rows = screen.findAll('li').map((row) => plain(row.text()));
    const at = rows.findIndex((row) => row.startsWith('IRINA-PC'));
    expect(rows.slice(at, at + 3)).toEqual([
      'IRINA-PCWindows · my own · in use nowThis computer',
      'MacBookmacOS · my own · last used today, 09:12Sign out there',
      'LIBRARY-17Linux · somebody else’s · last used 20 November, 13:40Sign out there',
    ]);
  });

  it('are signed out one by one or all others, each after a question', async () => {
    await show();
    await press('Sign out on LIBRARY-17');
    expect(fake.bridge.devices.end).not.toHaveBeenCalled();
    fake.bridge.devices.end.mockResolvedValueOnce(success({ devices: devices.devices.slice(0, 2) }));
    await press('Sign out there');
    expect(fake.bridge.devices.end).toHaveBeenLastCalledWith({ sessionId: 'd3' });
    expect(page()).toContain('LIBRARY-17 is signed out.');
    await press('Sign out on all others');
    fake.bridge.devices.endOthers.mockResolvedValueOnce(success({ devices: devices.devices.slice(1, 2) }));
    await press('Sign out on all others');
    expect(page()).toContain('No other device is signed in.');
  });

  it('are asked anew when the operator says that something changed', async () => {
    await show();
    fake.bridge.devices.list.mockResolvedValue(success({ devices: devices.devices.slice(1, 2) }));
    fake.send('data.changed', { topics: ['security'], contractNumber: null });
    await flushPromises();
    expect(page()).toContain('No other device is signed in.');
  });
});

describe('the lock', () => {
  it('is offered on one’s own computer alone', async () => {
    await show();
    await press('5 min');
    expect(fake.bridge.settings.update).toHaveBeenLastCalledWith({ lockAfter: '5' });
    const locked = { state: 'locked', email: null, name: null, methods: ['password'], because: 'asked' } as const;
    fake.bridge.session.lock.mockResolvedValueOnce(success({ ...locked, methods: ['password'] }));
    await press('Lock now');
    expect(useSession().status.state).toBe('locked');
    screen.unmount();
    fake.send('session.changed', { ...signedIn, computer: 'shared' } as typeof signedIn);
    await show();
    expect(page()).not.toContain('Lock on this computer');
  });

  it('needs a password to be opened with', async () => {
    await show(socialOnly);
    expect(page()).toContain('Set a password first: it opens the lock.');
  });
});

describe('without an answer', () => {
  it('says that nothing is known, and why', async () => {
    fake.bridge.devices.list.mockResolvedValue(failed({ code: 'service-failed' }));
    fake.bridge.accounts.security.mockResolvedValueOnce(failed({ code: 'service-failed' }));
    screen = await mountAccountScreen(SecurityScreen, [securityTexts, signInLayoutTexts]);
    expect(page()).toContain('is not known just now');
    await vi.waitFor(() => expect(screen.get('[role=alert]').attributes('data-code')).toBe('service-failed'));
    fake.bridge.accounts.security.mockResolvedValue(success(security));
    fake.bridge.devices.list.mockResolvedValue(success(devices));
    await press('Try again');
    expect(page()).toContain('One step is enough');
  });
});
