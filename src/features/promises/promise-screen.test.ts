import { flushPromises, type DOMWrapper, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success, type Result } from '#protocol/errors/problem.ts';
import type { PromiseTerms } from '#protocol/api/promises.ts';
import type { Language } from '#protocol/primitives.ts';
import { languages } from '#protocol/primitives.ts';
import { blocked, healthy, profileFixture, promised } from '../../testing/overview.fixture.ts';
import { fakeMain, mountScreen, plain, shownAs, type FakeMain } from '../../testing/screen.fixture.ts';
import { offered, reasonOf, refusedFor, taken } from './promise.fixture.ts';

const contractNumber = '2256884759';
let main: FakeMain;
let wrapper: VueWrapper;

beforeEach(() => {
  vi.resetModules();
  main = fakeMain();
  main.get.mockImplementation(() => shownAs(blocked));
  main.bridge.promises.terms.mockResolvedValue(success(offered));
  main.bridge.promises.request.mockResolvedValue(success(taken));
});
afterEach(() => {
  wrapper.unmount();
  vi.unstubAllGlobals();
});

async function open(language: Language = 'en'): Promise<void> {
  const { default: screen } = await import('./promise-screen.vue');
  const { promiseTexts } = await import('./texts.ts');
  const { overviewTexts } = await import('../overview/texts.ts');
  const { reasonTexts } = await import('../reasons/texts.ts');
  const { frameTexts } = await import('../../app/layout/shell/texts.ts');
  wrapper = await mountScreen(main, screen, promiseTexts, language, overviewTexts, reasonTexts, frameTexts);
  await flushPromises();
}
const page = (): string => plain(wrapper.text());
const facts = (): string[] =>
  wrapper.findAll('dl > div').map((row) => plain(`${row.get('dt').text()}: ${row.get('dd').text()}`));
function button(name: string): DOMWrapper<Element> {
  const found = wrapper.findAll('button').find((one) => plain(one.text()).startsWith(name));
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
}
const numbers = (): (string | undefined)[] =>
  wrapper.findAll('[data-reason]').map((note) => note.attributes('data-reason'));

describe('the promised payment', () => {
  it('says what it would be and what follows, before anything is pressed', async () => {
    await open();
    expect(page()).toContain('Watch now, pay within 5 days. It costs nothing.');
    expect(plain(wrapper.get('h2').text())).toBe('Watch until 26 November, pay 286 ₽ before 27 November');
    expect(facts()).toEqual([
      'Promised now: 252 ₽',
      'Fee: none',
      'Pay before: 27 November',
      'To pay so that it goes on: 286 ₽',
    ]);
    expect(wrapper.findAll('ol.after > li').map((line) => plain(line.text()))).toEqual([
      'You pay 286 ₽ or more before 27 November: the promise is repaid first, and you go on watching.',
      'You do not pay: on 27 November the 252 ₽ are taken back, and reception stops if that leaves less than nothing.',
      'The next promise is possible 30 days after this one.',
    ]);
    expect(numbers()).toEqual([]);
    expect(main.bridge.promises.request).not.toHaveBeenCalled();
  });

  it('says of no other contract what was taken or refused for this one', async () => {
    await open();
    await button('Take 252 ₽ now').trigger('click');
    await flushPromises();
    expect(page()).toContain('It is on: you can watch until 26 November.');
    await wrapper.setProps({ contractNumber: '2256880000' });
    await flushPromises();
    expect(page()).not.toContain('It is on: you can watch until 26 November.');

    let answer: (value: Result<PromiseTerms>) => void = () => undefined;
    main.bridge.promises.request.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
    await button('Take 252 ₽ now').trigger('click');
    await wrapper.setProps({ contractNumber });
    answer(success(taken));
    await flushPromises();
    expect(page()).not.toContain('It is on: you can watch until 26 November.');
  });

  it('says its fee where there is one, and then not that it costs nothing', async () => {
    const { offer } = offered;
    main.bridge.promises.terms.mockResolvedValue(
      success({ ...offered, offer: offer && { ...offer, feeKopecks: 3_000 } }),
    );
    const withFee = { ...profileFixture, promises: { ...profileFixture.promises, feeKopecks: 3_000 } };
    vi.stubGlobal('cabinet', {
      ...(globalThis as unknown as { cabinet: object }).cabinet,
      profile: { read: () => Promise.resolve(success(withFee)) },
    });
    await open();
    expect(facts()).toContain('Fee: 30 ₽');
    expect(page()).not.toContain('costs nothing');
  });

  it('takes exactly what is on screen, once however often it is pressed', async () => {
    await open();
    let answer: (result: Result<PromiseTerms>) => void = () => undefined;
    main.bridge.promises.request.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
    const take = button('Take 252 ₽ now');
    await take.trigger('click');
    await take.trigger('click');
    expect(main.bridge.promises.request.mock.calls).toEqual([
      [{ contractNumber, amountKopecks: 25_200, dueOn: '2026-11-27' }],
    ]);
    expect(page()).not.toContain('It is on');
    main.get.mockImplementation(() => shownAs(promised));
    answer(success(taken));
    await flushPromises();
    const said = wrapper.get('[role="status"]');
    expect(plain(said.text())).toContain('It is on: you can watch until 26 November.');
    expect(plain(said.text())).toContain('252 ₽ stand on the balance.');
    expect(said.get('a').attributes('href')).toBe('/');
    expect(main.bridge.promises.request).toHaveBeenCalledTimes(1);
  });

  it('shows the one that is running, with the way to pay it', async () => {
    main.get.mockImplementation(() => shownAs(promised));
    main.bridge.promises.terms.mockResolvedValue(success(taken));
    await open();
    expect(plain(wrapper.get('h2').text())).toBe('Pay 252 ₽ before 27 November');
    expect(page()).toContain('Promised payment of 252 ₽ is running');
    expect(page()).toContain('Taken today, 09:45.');
    expect(page()).toContain('The next promised payment is not possible yet');
    const pay = wrapper.get('.hero a');
    expect(plain(pay.text())).toBe('Pay 252 ₽');
    expect(pay.attributes('href')).toBe(`/contracts/${contractNumber}/top-up?amount=25200`);
    expect(numbers()).toEqual(['11', '12']);
    expect(wrapper.findAll('button').some((one) => one.text().startsWith('Take'))).toBe(false);
  });

  it('says every reason against it by its number, with what lifts it', async () => {
    main.get.mockImplementation(() => shownAs(healthy));
    main.bridge.promises.terms.mockResolvedValue(
      success(
        refusedFor(
          reasonOf('promise-not-needed', { liftsOn: '2026-12-17' }),
          reasonOf('promise-never-paid', { action: 'top-up' }),
        ),
      ),
    );
    await open();
    expect(page()).toContain('A promised payment is not possible now');
    expect(numbers()).toEqual(['16', '13']);
    expect(page()).toContain('Reason 16: The balance is enough without it.Lifts on 17 December.');
    expect(page()).toContain('Reason 13: Nothing has ever been paid on this contract.');
    expect(wrapper.findAll('a').map((link) => link.attributes('href'))).toContain(
      `/contracts/${contractNumber}/top-up`,
    );
  });

  it('refused by the operator says so, and shows what is so by now', async () => {
    await open();
    main.bridge.promises.request.mockResolvedValue(failed({ code: 'promise-changed' }));
    const { offer } = offered;
    main.bridge.promises.terms.mockResolvedValue(
      success({ ...offered, offer: offer && { ...offer, amountKopecks: 28_600, dueOn: '2026-11-28' } }),
    );
    await button('Take 252 ₽ now').trigger('click');
    await flushPromises();
    const { textsEn } = await import('#protocol/errors/texts.en.ts');
    // The words of errors are loaded when the first one comes.
    await vi.waitFor(() => {
      expect(plain(wrapper.get('[role="alert"]').text())).toContain(plain(textsEn['promise-changed'].happened));
    });
    expect(page()).not.toContain('It is on');
    main.bridge.promises.request.mockResolvedValue(success(taken));
    await button('Take 286 ₽ now').trigger('click');
    await flushPromises();
    expect(main.bridge.promises.request.mock.lastCall).toEqual([
      { contractNumber, amountKopecks: 28_600, dueOn: '2026-11-28' },
    ]);
    expect(wrapper.find('[role="alert"]').exists()).toBe(false);
  });

  it('without a line says so, keeps quiet about the rest, and comes by itself when the line is back', async () => {
    main.bridge.promises.terms.mockResolvedValue(failed({ code: 'service-unreachable' }));
    await open();
    main.tellService({ state: 'down', code: 'service-unreachable', since: '2026-11-22T06:45:00Z' });
    await flushPromises();
    expect(page()).toContain('The conditions could not be shown');
    expect(page()).toContain('They come by themselves when the line is back.');
    main.bridge.promises.terms.mockResolvedValue(success(offered));
    main.tellService({ state: 'up' });
    await flushPromises();
    expect(page()).toContain('Watch until 26 November');
  });

  it('asks anew when money moved elsewhere', async () => {
    await open();
    main.get.mockImplementation(() => shownAs(promised));
    main.bridge.promises.terms.mockResolvedValue(success(taken));
    main.tellChange({ topics: ['overview', 'money'], contractNumber });
    await flushPromises();
    expect(page()).toContain('Promised payment of 252 ₽ is running');
  });

  it('is busy until it has something to say', async () => {
    main.bridge.promises.terms.mockImplementation(() => new Promise(() => undefined));
    await open();
    expect(wrapper.get('.promise').attributes('aria-busy')).toBe('true');
    expect(wrapper.get('[role="status"]').text()).toBe('The conditions are loading');
  });

  it.each(languages)('has all its words in %s', async (language) => {
    await open(language);
    expect(page()).not.toMatch(/promise\.|\{\w+\}/);
    wrapper.unmount();
    main.get.mockImplementation(() => shownAs(promised));
    main.bridge.promises.terms.mockResolvedValue(success(taken));
    await open(language);
    expect(page()).not.toMatch(/promise\.|\{\w+\}/);
  });
});
