import { flushPromises, type DOMWrapper, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import type { Autopay, AutopayPlan } from '#protocol/api/autopay.ts';
import type { Language } from '#protocol/primitives.ts';
import { profileFixture } from '../../testing/overview.fixture.ts';
import { fakeMain, mountScreen, plain, type FakeMain } from '../../testing/screen.fixture.ts';
import { card } from '../../testing/payments.fixture.ts';

let main: FakeMain;
let wrapper: VueWrapper;

const plan: AutopayPlan = {
  when: { kind: 'threshold', belowKopecks: 10_000 },
  amountKopecks: 69_800,
  monthlyCeilingKopecks: 140_000,
  linkedCardId: 'card-1',
};
const off: Autopay = { plan: null, recommendedKopecks: 69_800, next: null, paidThisMonthKopecks: 0, failed: null };
const on: Autopay = { ...off, plan };

beforeEach(() => {
  vi.resetModules();
  main = fakeMain();
  const { autopay, cards } = main.bridge;
  autopay.read.mockResolvedValue(success(off));
  cards.list.mockResolvedValue(success({ cards: [card] }));
  autopay.set.mockImplementation(({ when, amountKopecks, monthlyCeilingKopecks, linkedCardId }) => {
    const set = { when, amountKopecks, monthlyCeilingKopecks, linkedCardId };
    return Promise.resolve(success({ ...off, plan: set }));
  });
  autopay.stop.mockResolvedValue(success(off));
});
afterEach(() => {
  wrapper.unmount();
  vi.unstubAllGlobals();
});

async function open(language: Language = 'en'): Promise<void> {
  const { default: tab } = await import('./autopay-tab.vue');
  const { autopayTexts } = await import('./texts.ts');
  const { topUpTexts } = await import('../payments/texts.ts');
  const { h } = await import('vue');
  const props = { contractNumber: '2256884759', profile: profileFixture, today: '2026-11-22', dailyKopecks: 3_327 };
  const screen = (): unknown => h(tab, props);
  wrapper = await mountScreen(main, screen as never, autopayTexts, language, topUpTexts);
  await flushPromises();
}
const page = (): string => plain(wrapper.text());
const toggle = (): Omit<DOMWrapper<Element>, 'exists'> => wrapper.get('[role="switch"]');
function button(name: string): DOMWrapper<Element> {
  const found = wrapper.findAll('button').find((one) => plain(one.text()).startsWith(name));
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
}

describe('autopay', () => {
  it('goes on with one tap, with what is recommended', async () => {
    await open();
    expect(toggle().attributes('aria-checked')).toBe('false');
    expect(page()).toContain('You are told 1 day before each payment');
    await toggle().trigger('click');
    await flushPromises();
    expect(main.bridge.autopay.set).toHaveBeenCalledWith({
      contractNumber: '2256884759',
      when: { kind: 'threshold', belowKopecks: 10_000 },
      amountKopecks: 69_800,
      monthlyCeilingKopecks: 69_800,
      linkedCardId: 'card-1',
    });
    expect(toggle().attributes('aria-checked')).toBe('true');
    expect(page()).toContain('Pays 698 ₽ from Visa •• 4242 when the balance would fall below 100 ₽');
    expect(page()).toContain('Saved.');
  });

  it('goes off with one tap', async () => {
    main.bridge.autopay.read.mockResolvedValue(success(on));
    await open();
    await toggle().trigger('click');
    await flushPromises();
    expect(main.bridge.autopay.stop).toHaveBeenCalledWith({ contractNumber: '2256884759' });
    expect(toggle().attributes('aria-checked')).toBe('false');
  });

  it('keeps what is being typed when the figures move under it, and takes over the rest', async () => {
    await open();
    await wrapper.get<HTMLInputElement>('input[name="ceiling"]').setValue('2000');
    main.bridge.autopay.read.mockResolvedValue(success({ ...off, recommendedKopecks: 99_800 }));
    main.tellChange({ topics: ['money'], contractNumber: '2256884759' });
    await flushPromises();
    expect(wrapper.get<HTMLInputElement>('input[name="plan-amount"]').element.value).toBe('998');
    expect(wrapper.get<HTMLInputElement>('input[name="ceiling"]').element.value).toBe('2000');
    await toggle().trigger('click');
    await flushPromises();
    expect(main.bridge.autopay.set.mock.lastCall?.[0]).toMatchObject({
      amountKopecks: 99_800,
      monthlyCeilingKopecks: 200_000,
    });
  });

  it('needs a linked card, and says how to link one', async () => {
    main.bridge.cards.list.mockResolvedValue(success({ cards: [] }));
    await open();
    expect(page()).toContain('It needs a linked card. Pay once by bank card and tick “Link this card”.');
    await toggle().trigger('click');
    await flushPromises();
    expect(main.bridge.autopay.set).not.toHaveBeenCalled();
    expect(page()).toContain('No card is linked.');
  });

  it('changes to a day of the month, checked in place', async () => {
    main.bridge.autopay.read.mockResolvedValue(success(on));
    await open();
    await button('On a day of the month').trigger('click');
    const day = wrapper.get<HTMLInputElement>('input[name="day"]');
    await day.setValue('32');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(page()).toContain('A day from 1 to 31.');
    expect(document.activeElement).toBe(day.element);
    await day.setValue('31');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(main.bridge.autopay.set.mock.lastCall?.[0].when).toEqual({ kind: 'day', dayOfMonth: 31 });
    expect(page()).toContain('on day 31 of each month');
  });

  it.each([
    ['plan-amount', '0', 'From 10 ₽ to 15,000 ₽.'],
    ['plan-amount', '15000.01', 'From 10 ₽ to 15,000 ₽.'],
    ['plan-amount', '1e6', 'This is not an amount.'],
    ['ceiling', '697.99', 'This is less than one payment of 698 ₽.'],
    ['below', '-1', 'From 10 ₽ to 15,000 ₽.'],
  ])('refuses %s %j', async (name, typed, words) => {
    main.bridge.autopay.read.mockResolvedValue(success(on));
    await open();
    await wrapper.get(`input[name="${name}"]`).setValue(typed);
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(page()).toContain(words);
    expect(main.bridge.autopay.set).not.toHaveBeenCalled();
  });

  it('tells the next payment, what was paid, and why the last try failed', async () => {
    main.bridge.autopay.read.mockResolvedValue(
      success({
        ...on,
        next: { on: '2026-12-18', amountKopecks: 69_800, announced: true },
        paidThisMonthKopecks: 22_700,
        failed: { on: '2026-11-20', declineReason: 'insufficient-funds' },
      }),
    );
    await open();
    expect(page()).toContain('Announced: 698 ₽ are paid on 18 December. Switch autopay off to stop it.');
    expect(page()).toContain('Paid by itself this month: 227 ₽ of 1,400 ₽.');
    expect(page()).toContain('The payment of 20 November did not go through, and no money moved.');
    expect(page()).toContain('There is not enough money on the card.');
  });

  it.each([
    ['ru', 'За 1 день до каждого платежа придёт сообщение'],
    ['sv', 'Du får veta det 1 dag före varje betalning'],
  ] as const)('%s: %s', async (language, words) => {
    await open(language);
    expect(page()).toContain(words);
  });

  it('waits, fails with a way on, and cannot be changed while the line is down', async () => {
    main.bridge.autopay.read.mockResolvedValue(failed({ code: 'service-failed' }));
    await open();
    await vi.waitFor(() => expect(wrapper.find('[data-code="service-failed"]').exists()).toBe(true));
    main.bridge.autopay.read.mockResolvedValue(success(on));
    await button('Try again').trigger('click');
    await flushPromises();
    expect(toggle().attributes('aria-checked')).toBe('true');
    main.tellService({ state: 'down', code: 'service-unreachable', since: '2026-11-22T09:12:00Z' });
    await flushPromises();
    expect(page()).toContain('There is no connection.');
    await toggle().trigger('click');
    await flushPromises();
    expect(main.bridge.autopay.stop).not.toHaveBeenCalled();
  });

  it('says why a change was refused, and what was so stays', async () => {
    main.bridge.autopay.set.mockResolvedValue(failed({ code: 'card-not-found' }));
    await open();
    await toggle().trigger('click');
    await vi.waitFor(() => expect(wrapper.find('[data-code="card-not-found"]').exists()).toBe(true));
    expect(toggle().attributes('aria-checked')).toBe('false');
  });
});

describe('linked cards', () => {
  it('are not paid with once they are unlinked, though the form had chosen one', async () => {
    const second = { ...card, id: 'card-2', mask: '•• 0002' };
    main.bridge.cards.list.mockResolvedValue(success({ cards: [card, second] }));
    await open();
    await wrapper.get<HTMLSelectElement>('select').setValue('card-2');
    main.bridge.cards.list.mockResolvedValue(success({ cards: [card] }));
    main.tellChange({ topics: ['money'], contractNumber: null });
    await flushPromises();
    await toggle().trigger('click');
    await flushPromises();
    expect(main.bridge.autopay.set.mock.lastCall?.[0].linkedCardId).toBe('card-1');
  });

  it('are unlinked after the consequences were said', async () => {
    main.bridge.autopay.read.mockResolvedValueOnce(success(on));
    main.bridge.cards.unlink.mockResolvedValue(success({ cards: [] }));
    await open();
    expect(page()).toContain('Autopay pays with it');
    await button('Unlink').trigger('click');
    await flushPromises();
    expect(page()).toContain('Autopay of this contract pays with this card: it is switched off');
    await button('Unlink the card').trigger('click');
    await flushPromises();
    expect(main.bridge.cards.unlink).toHaveBeenCalledWith({ cardId: 'card-1' });
    expect(page()).toContain('No card is linked.');
    expect(toggle().attributes('aria-checked')).toBe('false');
  });

  it('stay when it was thought better of, or refused', async () => {
    main.bridge.cards.unlink.mockResolvedValue(failed({ code: 'service-failed' }));
    await open();
    await button('Unlink').trigger('click');
    await flushPromises();
    await button('Unlink the card').trigger('click');
    await vi.waitFor(() => expect(wrapper.find('[data-code="service-failed"]').exists()).toBe(true));
    await button('Keep it').trigger('click');
    await flushPromises();
    expect(wrapper.find('dialog').exists()).toBe(false);
    expect(page()).toContain('Visa •• 4242');
  });
});
