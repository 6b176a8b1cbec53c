import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Language } from '#protocol/primitives.ts';
import { blocked, healthy } from '../../testing/overview.fixture.ts';
import { fakeMain, mountScreen, no, plain, shownAs, type FakeMain } from '../../testing/screen.fixture.ts';
import { holderName } from './holder.ts';

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

async function open(language: Language = 'en'): Promise<void> {
  const { default: screen } = await import('./contract-screen.vue');
  const { contractTexts } = await import('./texts.ts');
  wrapper = await mountScreen(main, screen, contractTexts, language);
}
const page = (): string => plain(wrapper.text());

describe('the contract', () => {
  it('shows number, holder, address, date, status, tariff, contacts, cards', async () => {
    main.get.mockImplementation(() => shownAs(healthy));
    await open();
    expect(plain(wrapper.get('h1').text())).toBe('Contract 22 5688 4759');
    const facts = wrapper.findAll('dl > div').map((row) => plain(row.get('dt').text() + ': ' + row.get('dd').text()));
    expect(facts).toEqual([
      'Number: 22 5688 4759',
      'You call it: Home',
      'Holder: Irina Sergeevna Pavlova',
      'Address: Tver, Sadovaya 14, 27',
      'Signed on: 12 May 2019',
      'Status: Active',
      'Tariff: Base Optimum',
      'Telephone: +7 900 123-45-67',
      'E-mail: irina@demo.example',
    ]);
    expect(page()).toContain('0471 2290 3358');
    expect(page()).toContain('Living room, receiver VA 4SD');
  });

  it('copies the digits of contract and card, and confirms', async () => {
    main.get.mockImplementation(() => shownAs(healthy));
    await open();
    const named = (name: string) =>
      wrapper.findAll('button').find((b) => plain(b.attributes('aria-label') ?? '') === name)!;
    await named('Copy contract number 22 5688 4759').trigger('click');
    await flushPromises();
    expect(main.copy).toHaveBeenLastCalledWith({ text: '2256884759' });
    expect(page()).toContain('Copied: 22 5688 4759');
    main.copy.mockImplementation(() => no('unexpected'));
    await named('Copy card number 0471 2290 3358').trigger('click');
    await flushPromises();
    expect(main.copy).toHaveBeenLastCalledWith({ text: '047122903358' });
    expect(page()).toContain('Could not copy');
  });

  it('says what is not on record, and that a state is the last known one', async () => {
    main.get.mockImplementation(() =>
      shownAs(
        { ...blocked, contract: { ...blocked.contract, contacts: { phone: null, email: null } } },
        'service-failed',
      ),
    );
    await open();
    expect(page()).toContain('Not on record');
    expect(page()).toContain('Reception off: payment (last known)');
    expect(page()).toContain('As known on 22 November, 12:12');
  });

  it('says why there is nothing', async () => {
    main.get.mockImplementation(() => no('contract-not-found'));
    await open('sv');
    await vi.waitFor(() => expect(wrapper.get('[role=alert]').attributes('data-code')).toBe('contract-not-found'));
  });
});

describe('holderName', () => {
  it('orders by language, with and without a patronymic', () => {
    const holder = { surname: 'Павлова', firstName: 'Ирина', patronymic: 'Сергеевна' };
    expect(holderName(holder, 'ru')).toBe('Павлова Ирина Сергеевна');
    expect(holderName({ ...holder, patronymic: null }, 'en')).toBe('Ирина Павлова');
  });
});
