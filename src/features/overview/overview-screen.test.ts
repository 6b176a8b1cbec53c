import { flushPromises, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Overview } from '#protocol/api/overview.ts';
import type { Language } from '#protocol/primitives.ts';
import { blocked, healthy, promised, runningOut, suspended } from '../../testing/overview.fixture.ts';
import { fakeMain, mountScreen, no, plain, shownAs, type FakeMain } from '../../testing/screen.fixture.ts';

let main: FakeMain;
let wrapper: VueWrapper;

beforeEach(() => {
  vi.resetModules();
  main = fakeMain();
});
afterEach(() => {
  wrapper.unmount();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function open(language: Language = 'en'): Promise<void> {
  const { default: screen } = await import('./overview-screen.vue');
  const { overviewTexts } = await import('./texts.ts');
  wrapper = await mountScreen(main, screen, overviewTexts, language);
}

const title = (): string => plain(wrapper.get('h1').text());
const page = (): string => plain(wrapper.text());

describe('the answer', () => {
  it.each([
    ['en', healthy, 'You can watch until 20 December'],
    ['ru', healthy, 'Можно смотреть по 20 декабря'],
    ['sv', healthy, 'Du kan titta till och med 20 december'],
    ['en', runningOut, 'You can watch until 24 November: 185 ₽ are missing'],
    ['ru', runningOut, 'Можно смотреть по 24 ноября: не хватает 185 ₽'],
    ['sv', runningOut, 'Du kan titta till och med 24 november: 185 ₽ saknas'],
    ['en', blocked, '86 ₽ are missing to watch again'],
    ['ru', blocked, 'Чтобы смотреть снова, не хватает 86 ₽'],
    ['sv', blocked, '86 ₽ saknas för att titta igen'],
    ['en', suspended, 'Reception is suspended until 4 December'],
    ['en', promised, 'You can watch until 2 December'],
  ] as const)('%s: %#', async (language, overview, words) => {
    main.get.mockImplementation(() => shownAs(overview));
    await open(language);
    expect(title()).toBe(words);
  });

  it('chooses "is missing" for one rouble', async () => {
    main.get.mockImplementation(() =>
      shownAs({
        ...blocked,
        reception: { state: 'blocked', since: '2026-11-21T21:00:00Z', missingKopecks: 40, backOnKopecks: 100 },
      }),
    );
    await open();
    expect(title()).toBe('1 ₽ is missing to watch again');
  });

  it('shows balance, next charge and the three facts', async () => {
    main.get.mockImplementation(() => shownAs(healthy));
    await open();
    expect(page()).toContain('Balance 737.40 ₽. The next charge, 33.27 ₽, is tonight.');
    const facts = wrapper.findAll('dl > div').map((fact) => plain(fact.text()));
    expect(facts).toEqual(['Balance737.40 ₽', 'Spent a day33.27 ₽', 'From 1 December22.52 ₽ a day']);
  });

  it('tells main once that real figures are on screen, and names the window', async () => {
    main.get.mockImplementation(() => shownAs(healthy));
    await open();
    await vi.waitFor(() => expect(main.started).toHaveBeenCalledWith({ screen: 'overview' }));
    main.tellChange({ topics: ['overview'], contractNumber: '2256884759' });
    await flushPromises();
    expect(main.started).toHaveBeenCalledTimes(1);
    expect(document.title).toContain('Overview');
  });
});

describe('the cards', () => {
  it('lists packages with the base first, entries with sign, cards with state, news with kind', async () => {
    main.get.mockImplementation(() => shownAs({ ...healthy, packages: healthy.packages.toReversed() }));
    await open();
    const rows = wrapper.findAll('li').map((row) => plain(row.text()));
    expect(rows[0]).toBe('Base Optimum148 channels, 42 in HD399 ₽ a month');
    expect(rows.find((row) => row.startsWith('Football'))).toContain('Ends on 30 November as you asked8 days left');
    expect(rows).toContain('Top-up by bank cardToday, 09:41 · balance 737.40 ₽+500.00 ₽');
    expect(rows).toContain('Daily charge, 3 packagesYesterday, 00:00 · balance 270.67 ₽−33.27 ₽');
    expect(rows).toContain('0471 2290 3358Living room, receiver VA 4SDOn');
    expect(rows.find((row) => row.includes('transponder'))).toContain('Planned works · until 26 November');
  });

  it('says that there is nothing where there is nothing', async () => {
    const bare: Overview = { ...healthy, entries: [], news: [], cards: [], packages: [] };
    main.get.mockImplementation(() => shownAs(bare));
    await open();
    expect(page()).toContain('Nothing has been charged or paid yet.');
    expect(page()).toContain('Nothing new at the moment.');
    expect(page()).toContain('No smart card is linked to this contract.');
    expect(page()).toContain('No package is switched on.');
  });

  it('keeps forty packages behind a button that shows them all', async () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ ...healthy.packages[1]!, id: String(i) }));
    main.get.mockImplementation(() => shownAs({ ...healthy, packages: many }));
    await open();
    const card = wrapper.findAll('section').find((section) => section.text().startsWith('Packages'))!;
    expect(card.findAll('li')).toHaveLength(6);
    const button = card.get('button');
    expect([button.text(), button.attributes('aria-expanded')]).toEqual(['Show all 40', 'false']);
    await button.trigger('click');
    expect(card.findAll('li')).toHaveLength(40);
    expect(card.get('button').attributes('aria-expanded')).toBe('true');
  });
});

describe('top up', () => {
  const ways = (): (string | undefined)[] =>
    wrapper.findAll('.actions .link-button').map((way) => `${plain(way.text())} ${way.attributes('href') ?? ''}`);

  it('leads to paying, and to paying the amount that is worth it', async () => {
    main.get.mockImplementation(() => shownAs(blocked));
    await open();
    expect(ways()).toEqual([
      'Top up /contracts/2256884759/top-up',
      'To 30 November: 400 ₽ /contracts/2256884759/top-up?amount=40000',
    ]);
  });

  it('says that a payment is being checked, in time for whoever wants to pay again', async () => {
    main.get.mockImplementation(() => shownAs(healthy));
    await open();
    expect(wrapper.find('[data-strip]').exists()).toBe(false);
    const { openOne } = await import('../../testing/payments.fixture.ts');
    main.send('payments.changed', { payments: [{ ...openOne, phase: 'checking', because: 'line' }] });
    await flushPromises();
    expect(plain(wrapper.get('[data-strip]').text())).toContain(
      'A payment of 227 ₽ is being checked: do not pay again.',
    );
    main.send('payments.changed', { payments: [openOne] });
    await flushPromises();
    expect(plain(wrapper.get('[data-strip]').text())).toContain('A payment of 227 ₽ is under way.');
  });
});

describe('states', () => {
  it('shows no skeleton within 300 ms, then its shape', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    main.get.mockImplementation(() => new Promise(() => undefined));
    await open();
    expect(wrapper.attributes('aria-busy')).toBe('true');
    expect(wrapper.get('.shape').classes()).not.toContain('visible');
    await vi.advanceTimersByTimeAsync(300);
    expect(wrapper.get('.shape').classes()).toContain('visible');
    expect(title()).toBe('Overview');
  });

  it('last known: the time of the figures, no word of today, a way to try again', async () => {
    main.get.mockImplementation(() => shownAs(runningOut, 'service-failed'));
    await open();
    expect(page()).toContain('Figures as of 22 November, 12:12');
    expect(page()).toContain('Last known: reception on');
    expect(page()).not.toMatch(/today|tonight|tomorrow/i);
    main.get.mockImplementation(() => shownAs(healthy));
    const again = () => wrapper.findAll('button').find((b) => b.text() === 'Try again');
    // The words of the code come with a chunk of their own.
    await vi.waitFor(() => expect(again()).toBeDefined());
    await again()!.trigger('click');
    await flushPromises();
    expect(title()).toBe('You can watch until 20 December');
    expect(page()).not.toContain('Figures as of');
  });

  it('asks again by itself when the line is up again', async () => {
    main.get.mockImplementation(() => shownAs(healthy, 'service-unreachable'));
    await open();
    main.tellService({ state: 'down', code: 'service-unreachable', since: '2026-11-22T09:12:00Z' });
    await flushPromises();
    // The layout says that the line is down; here stands the time alone.
    expect(wrapper.findAll('button').some((b) => b.text() === 'Try again')).toBe(false);
    main.get.mockImplementation(() => shownAs(healthy));
    main.tellService({ state: 'up' });
    await flushPromises();
    expect(page()).not.toContain('Figures as of');
  });

  it('failed without figures: says so in the words of the code', async () => {
    main.get.mockImplementation(() => no('contract-not-found'));
    await open();
    expect(title()).toBe('Your figures cannot be shown right now');
    await vi.waitFor(() => expect(wrapper.get('[role=alert]').attributes('data-code')).toBe('contract-not-found'));
    expect(main.started).not.toHaveBeenCalled();
  });

  it('announces a changed balance', async () => {
    main.get.mockImplementation(() => shownAs(healthy));
    await open();
    expect(plain(wrapper.get('[role=status]').text())).toBe('');
    main.get.mockImplementation(() => shownAs({ ...healthy, balanceKopecks: 96440 }));
    main.tellChange({ topics: ['overview'], contractNumber: '2256884759' });
    await flushPromises();
    expect(plain(wrapper.get('[role=status]').text())).toBe('The balance is now 964 roubles 40 kopecks.');
  });
});

describe('the forecast', () => {
  it('is inspected by keyboard and has a table', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    main.get.mockImplementation(() => shownAs(healthy));
    await open();
    const slider = wrapper.get('[role=slider]');
    expect(slider.attributes('aria-label')).toBe('Balance for the next 60 days');
    await slider.trigger('focus');
    await slider.trigger('keydown', { key: 'ArrowRight' });
    expect(plain(slider.attributes('aria-valuetext')!)).toBe(
      'Monday 23 November: balance 704 roubles 13 kopecks, charge 33 roubles 27 kopecks, reception on; ' +
        'with 227 roubles: 931 roubles 13 kopecks',
    );
    expect(page()).toContain('704.13 ₽');
    await slider.trigger('keydown', { key: 'End' });
    expect(slider.attributes('aria-valuenow')).toBe('60');
    await slider.trigger('keydown', { key: 'ArrowRight' });
    expect(slider.attributes('aria-valuenow')).toBe('60');
    expect(wrapper.find('table').exists()).toBe(false);
    await vi.advanceTimersByTimeAsync(300);
    expect(wrapper.findAll('tbody tr')).toHaveLength(61);
    expect(plain(wrapper.findAll('tbody tr')[29]!.text())).toContain('reception off');
  });

  it('names both ends and what happens on the way', async () => {
    main.get.mockImplementation(() => shownAs(healthy));
    await open();
    const labels = wrapper.findAll('[data-label]').map((label) => plain(label.text()));
    expect(labels).toEqual(
      expect.arrayContaining(['today', '20 December, the last day', 'with 227 ₽: 31 December', 'Football ends']),
    );
  });

  it('says when a promise is taken back', async () => {
    main.get.mockImplementation(() => shownAs(promised));
    await open();
    expect(wrapper.findAll('[data-label]').map((label) => plain(label.text()))).toContain('promised 150 ₽ taken back');
  });
});
