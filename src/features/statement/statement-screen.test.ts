import { flushPromises, type DOMWrapper, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import type { StatementPage } from '#protocol/api/statement.ts';
import type { Language } from '#protocol/primitives.ts';
import { healthy } from '../../testing/overview.fixture.ts';
import { fakeMain, mountScreen, plain, shownAs, type FakeMain } from '../../testing/screen.fixture.ts';
import { firstPage, lastPage, nothing, spendingFixture } from './statement.fixture.ts';

let main: FakeMain;
let wrapper: VueWrapper;

beforeEach(() => {
  vi.resetModules();
  main = fakeMain();
  main.get.mockImplementation(() => shownAs(healthy));
  main.bridge.statement.spending.mockResolvedValue(success(spendingFixture));
  answer(firstPage);
  // The test's page has no layout: the pane is a screen high, so that the list has room for lines.
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(900);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockReturnValue(60);
});
afterEach(() => {
  wrapper.unmount();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** The query of a call, without its contract. */
function queryOf([input]: Parameters<typeof main.bridge.statement.page>): Record<string, unknown> {
  const { contractNumber, ...query } = input;
  expect(contractNumber).toMatch(/^\d{10}$/);
  return query;
}
const asking = (): Record<string, unknown>[] => main.bridge.statement.page.mock.calls.map(queryOf);

function answer(page: StatementPage): void {
  main.bridge.statement.page.mockImplementation(({ cursor }) =>
    Promise.resolve(success(cursor === undefined ? page : lastPage)),
  );
}

async function open(language: Language = 'en'): Promise<void> {
  const { default: screen } = await import('./statement-screen.vue');
  const { statementTexts } = await import('./texts.ts');
  const { overviewTexts } = await import('../overview/texts.ts');
  wrapper = await mountScreen(main, screen, statementTexts, language, overviewTexts);
  await flushPromises();
}
const page = (): string => plain(wrapper.text());
const asked = (): unknown => asking().at(-1);
function button(name: string): DOMWrapper<Element> {
  const found = wrapper
    .findAll('button')
    .find((one) => plain(one.attributes('aria-label') ?? one.text()).startsWith(name));
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
}

describe('the statement', () => {
  it('says in a sentence what came in and what was charged, with the sums of the period', async () => {
    await open();
    expect(page()).toContain('1,204 ₽ came in and 698.40 ₽ were charged.');
    const facts = wrapper.findAll('dl > div').map((row) => plain(row.get('dt').text() + ': ' + row.get('dd').text()));
    expect(facts).toEqual([
      'At the beginning: 500.00 ₽',
      'Came in: 1,204.00 ₽',
      'Charged: −698.40 ₽',
      'At the end: 1,005.60 ₽',
    ]);
    expect(asking()[0]).toEqual({ from: '2026-09-01', to: '2026-11-22' });
  });

  it('shows lines with amount and balance, packages at a wish, and where they are in the whole', async () => {
    await open();
    const lines = wrapper.findAll('ol.lines > li[aria-posinset]');
    expect(lines.map((line) => [line.attributes('aria-posinset'), line.attributes('aria-setsize')])).toEqual([
      ['1', '4'],
      ['2', '4'],
      ['3', '4'],
      ['4', '4'],
    ]);
    expect(plain(lines[0]?.text() ?? '')).toContain('Top-up by bank card');
    expect(plain(lines[0]?.text() ?? '')).toContain('+227.00 ₽');
    expect(plain(lines[0]?.text() ?? '')).toContain('•• 4242');
    expect(plain(lines[1]?.text() ?? '')).toContain('Balance 737.40 ₽');
    expect(page()).not.toContain('13.30 ₽');
    const toggle = button('Show the packages');
    expect(toggle.attributes('aria-expanded')).toBe('false');
    await toggle.trigger('click');
    expect(page()).toContain('13.30 ₽');
    expect(wrapper.findAll('h3').map((heading) => plain(heading.text()))).toEqual(
      expect.arrayContaining(['November', 'October']),
    );
  });

  it('asks for the next page before its end is reached, and says when that is everything', async () => {
    await open();
    expect(asking().map(({ cursor }) => cursor)).toEqual([undefined, 'older']);
    expect(page()).toContain('That is everything.');
  });

  it('asks anew for another period, kind, package, way of paying and words, once the typing pauses', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await open();
    await button('Last month').trigger('click');
    await flushPromises();
    expect(asked()).toMatchObject({ from: '2026-10-01', to: '2026-10-31' });
    const [kind, packages, methods] = wrapper.findAll('select');
    await kind?.setValue('charges');
    await packages?.setValue('cinema-hall');
    await wrapper.get('input[type="search"]').setValue('69');
    await wrapper.get('input[type="search"]').setValue('698');
    await vi.advanceTimersByTimeAsync(300);
    await flushPromises();
    expect(asked()).toMatchObject({ kind: 'charges', packageId: 'cinema-hall', search: '698' });
    expect(asking().some(({ search }) => search === '69')).toBe(false);
    expect(page()).toContain('4 lines found');
    await methods?.setValue('sbp');
    await flushPromises();
    expect(asking()).toContainEqual({
      from: '2026-10-01',
      to: '2026-10-31',
      method: 'sbp',
      search: '698',
    });
    await button('Clear filters').trigger('click');
    await flushPromises();
    await button('All').trigger('click');
    await flushPromises();
    expect(asking()).toContainEqual({});
    vi.useRealTimers();
  });

  it('checks days of one’s own in place', async () => {
    await open();
    await button('From … to …').trigger('click');
    const [from, to] = wrapper.findAll('input[type="date"]');
    await from?.setValue('2026-11-20');
    await to?.setValue('2026-11-10');
    await wrapper.get('form').trigger('submit');
    expect(page()).toContain('The first day lies after the last one.');
    expect(from?.attributes('aria-invalid')).toBe('true');
    await to?.setValue('2026-11-21');
    await wrapper.get('form').trigger('submit');
    await flushPromises();
    expect(asking()).toContainEqual({
      from: '2026-11-20',
      to: '2026-11-21',
    });
  });

  it('shows a month of the chart, and gives it back when it is pressed once more', async () => {
    await open();
    const bar = button('Oct: show October');
    await bar.trigger('click');
    await flushPromises();
    expect(asked()).toMatchObject({ from: '2026-10-01', to: '2026-10-31' });
    expect(button('Oct: show October').attributes('aria-pressed')).toBe('true');
    await button('Oct: show October').trigger('click');
    await flushPromises();
    expect(button('Oct: show October').attributes('aria-pressed')).toBe('false');
    expect(page()).toContain('Base Optimum');
  });

  it.each([
    ['an empty period', {}, 'Nothing happened in this period.', 'Show everything'],
    ['a search without a match', { search: 'x' }, 'No line matches.', 'Clear filters'],
  ])('has words and a way on for %s', async (_what, filter, words, way) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    answer(nothing);
    await open();
    if ('search' in filter) {
      await wrapper.get('input[type="search"]').setValue(filter.search);
      await vi.advanceTimersByTimeAsync(300);
      await flushPromises();
    }
    expect(page()).toContain(words);
    expect(button(way).exists()).toBe(true);
    vi.useRealTimers();
  });

  it('says why it cannot be shown, and asks again', async () => {
    main.bridge.statement.page.mockResolvedValue(failed({ code: 'service-failed' }));
    await open();
    // The words of errors are a chunk of their own.
    await vi.waitFor(() => {
      expect(wrapper.get('[role="alert"]').attributes('data-code')).toBe('service-failed');
    });
    answer(firstPage);
    await button('Try again').trigger('click');
    await flushPromises();
    expect(wrapper.find('[role="alert"]').exists()).toBe(false);
    expect(page()).toContain('+227.00 ₽');
  });

  it('asks again when money moved', async () => {
    await open();
    const before = main.bridge.statement.page.mock.calls.length;
    main.tellChange({ topics: ['overview', 'money'], contractNumber: '2256884759' });
    await flushPromises();
    expect(main.bridge.statement.page.mock.calls.length).toBeGreaterThan(before);
  });

  it('saves a receipt once, and says that the file stands', async () => {
    await open();
    let done: (value: unknown) => void = () => undefined;
    main.bridge.payments.saveReceipt.mockImplementation(
      () => new Promise((resolve) => (done = () => resolve(success('saved')))),
    );
    await button('Save the receipt of +227.00 ₽').trigger('click');
    await button('Save the receipt of +227.00 ₽').trigger('click');
    expect(main.bridge.payments.saveReceipt.mock.calls).toEqual([[{ paymentId: 'pay-1' }]]);
    main.send('statement.saving', { what: 'receipt', lines: 1, share: 0.5 });
    await flushPromises();
    expect(page()).toContain('Writing the file: 50 %');
    await button('Stop').trigger('click');
    expect(main.bridge.statement.cancelSaving).toHaveBeenCalledOnce();
    main.send('statement.saving', null);
    done(null);
    await flushPromises();
    expect(page()).toContain('The file is saved.');
  });

  it.each(['ru', 'en', 'sv'] as const)('has all its words in %s', async (language) => {
    await open(language);
    expect(page()).not.toMatch(/statement\.|undefined|\{/);
  });
});
