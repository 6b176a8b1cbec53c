import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import type { SessionStatus } from '#protocol/ipc/state.ts';
import { profileFixture } from '../../../testing/overview.fixture.ts';
import { plain } from '../../../testing/screen.fixture.ts';
import { mountAccountScreen, signedIn } from '../../../testing/security.fixture.ts';
import { checkCompletion } from './check.ts';

const fake = await vi.hoisted(async () => (await import('../../../testing/fake-bridge.ts')).fakeBridge());
vi.mock('../../../bridge.ts', () => ({ bridge: fake.bridge }));
const { contracts } = await import('../../../app/layout/chosen-contract.ts');
const { default: CompletionScreen } = await import('./completion-screen.vue');
const { completionDraft } = await import('./draft.ts');
const { completionTexts } = await import('./texts.ts');
enableAutoUnmount(afterEach);

const spare = {
  contractNumber: '2257001234',
  surname: 'Орлова',
  firstName: 'Анна',
  patronymic: '',
  cardNumber: '047122907711',
};
const newcomer: SessionStatus = {
  ...(signedIn as Extract<SessionStatus, { state: 'signed-in' }>),
  account: { id: '1', email: 'anna@example.ru', name: null, contracts: [] },
};
const { complete } = fake.bridge.registration;
let screen: VueWrapper;

async function show(): Promise<void> {
  screen = await mountAccountScreen(CompletionScreen, [completionTexts]);
}
const page = (): string => plain(screen.text());
async function send(): Promise<void> {
  await screen.get('form').trigger('submit');
  await flushPromises();
}
async function fill(values: Partial<typeof spare> = spare): Promise<void> {
  const names = {
    contractNumber: 'contract',
    surname: 'surname',
    firstName: 'first-name',
    patronymic: 'patronymic',
    cardNumber: 'card',
  };
  for (const [key, value] of Object.entries(values)) {
    await screen.get(`input[name="${names[key as keyof typeof names]}"]`).setValue(value);
  }
}

beforeEach(() => {
  vi.clearAllMocks();
  fake.bridge.profile.read.mockResolvedValue(success(profileFixture));
  fake.bridge.demo.subscribers.mockResolvedValue(failed({ code: 'not-found' }));
  fake.send('session.changed', { state: 'signed-out', because: null });
  fake.send('session.changed', newcomer);
  fake.send('connection.changed', { state: 'up' });
});

describe('completing the registration', () => {
  it('begins at the contract number and names what is missing, each in its place', async () => {
    await show();
    expect(document.activeElement).toBe(screen.get('input[name=contract]').element);
    await fill({ contractNumber: '22 5688', cardNumber: '0471 2290 3358 1' });
    await send();
    expect(page()).toContain('A contract number has 10 digits; there are 6 so far.');
    expect(page()).toContain('A card number has 12 digits; there are 13 so far.');
    expect(page()).toContain('Enter the surname.');
    expect(document.activeElement).toBe(screen.get('input[name=contract]').element);
    expect(complete).not.toHaveBeenCalled();
  });

  it('sends digits and names, and the account has its contract', async () => {
    await show();
    await fill({ ...spare, contractNumber: '22-5700-1234', cardNumber: '0471 2290 7711' });
    expect(screen.get<HTMLInputElement>('input[name=contract]').element.value).toBe('22 5700 1234');
    complete.mockResolvedValueOnce(
      success({
        ...newcomer,
        account: { ...newcomer.account, contracts: [{ number: '2257001234', label: null }] },
      }),
    );
    await send();
    expect(complete).toHaveBeenLastCalledWith(spare);
    expect(contracts.value).toEqual([{ number: '2257001234', label: null }]);
    expect(completionDraft.surname).toBe('');
  });

  it('never says which field does not match, and offers the hotline', async () => {
    await show();
    await fill();
    complete.mockResolvedValueOnce(failed({ code: 'contract-not-matched' }));
    await send();
    await vi.waitFor(() => expect(screen.get('[role=alert]').attributes('data-code')).toBe('contract-not-matched'));
    expect(screen.findAll('[aria-invalid=true]')).toHaveLength(0);
    expect(screen.get('[role=alert]').text()).toContain(profileFixture.hotline.display);
    expect(screen.get<HTMLInputElement>('input[name=surname]').element.value).toBe('Орлова');
  });

  it('waits with a countdown after too many mismatches', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      await show();
      await fill();
      complete.mockResolvedValueOnce(failed({ code: 'contract-match-throttled', retryAfterMs: 65_000 }));
      await send();
      expect(page()).toContain('You can try again in 1:05.');
      await send();
      expect(complete).toHaveBeenCalledTimes(1);
      await vi.advanceTimersByTimeAsync(65_000);
      expect(page()).toContain('You can try again now.');
    } finally {
      vi.useRealTimers();
    }
  });

  it('keeps what was typed for a look at another screen, and forgets it with the session', async () => {
    await show();
    await fill({ surname: 'Орлова', contractNumber: '2257001234' });
    screen.unmount();
    await show();
    expect(screen.get<HTMLInputElement>('input[name=contract]').element.value).toBe('22 5700 1234');
    expect(document.activeElement).toBe(screen.get('input[name=first-name]').element);
    fake.send('session.changed', { state: 'signed-out', because: null });
    await flushPromises();
    expect(completionDraft.surname).toBe('');
  });

  it('fills in the demo’s contract in demo mode alone', async () => {
    await show();
    expect(page()).not.toContain('Fill in the demo’s contract');
    screen.unmount();
    fake.bridge.demo.subscribers.mockResolvedValue(success({ subscribers: [], spareContract: spare }));
    await show();
    const button = screen.findAll('button').find((one) => one.text() === 'Fill in the demo’s contract')!;
    await button.trigger('click');
    expect(completionDraft).toEqual(spare);
    expect(screen.get<HTMLInputElement>('input[name=card]').element.value).toBe('0471 2290 7711');
  });
});

describe('checkCompletion', () => {
  it('lets the patronymic be empty, and nothing else', () => {
    expect(checkCompletion(spare)).toEqual({});
    expect(
      Object.keys(checkCompletion({ ...spare, surname: ' ', firstName: '', contractNumber: '', cardNumber: '' })),
    ).toEqual(['contractNumber', 'cardNumber', 'surname', 'firstName']);
  });
});
