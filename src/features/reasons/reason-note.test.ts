import type { VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Language } from '#protocol/primitives.ts';
import { languages } from '#protocol/primitives.ts';
import { reasonCodes, reasonNumbers, type ReasonCode } from '#protocol/reason-numbers.ts';
import type { Reason } from '#protocol/reasons.ts';
import { fakeMain, mountScreen, plain, type FakeMain } from '../../testing/screen.fixture.ts';

const today = '2026-11-22';
let main: FakeMain;
let wrapper: VueWrapper | undefined;

beforeEach(() => {
  vi.resetModules();
  main = fakeMain();
});
afterEach(() => {
  wrapper?.unmount();
  wrapper = undefined;
  vi.unstubAllGlobals();
});

function reasonOf(code: ReasonCode, facts: Partial<Reason> = {}): Reason {
  const none = { liftsOn: null, liftsAt: null, amountKopecks: null, note: null, action: 'wait' } as const;
  return { code, number: reasonNumbers[code], ...none, ...facts };
}

async function show(reason: Reason, language: Language = 'en', actions?: string): Promise<string> {
  const { h, defineComponent } = await import('vue');
  const { default: note } = await import('./reason-note.vue');
  const { reasonTexts } = await import('./texts.ts');
  const { frameTexts } = await import('../../app/layout/shell/texts.ts');
  const place = defineComponent({
    props: { contractNumber: { type: String, required: true } },
    setup: (props) => () =>
      h(
        note,
        { reason, today, contractNumber: props.contractNumber },
        actions === undefined ? {} : { actions: () => h('button', actions) },
      ),
  });
  wrapper?.unmount();
  wrapper = await mountScreen(main, place, reasonTexts, language, frameTexts);
  return wrapper
    .findAll('.text > p, .actions')
    .map((part) => plain(part.text()))
    .join(' ');
}
const link = (): string | undefined => wrapper?.find('a').attributes('href');

describe('a reason', () => {
  it.each([
    ['promise-running', { amountKopecks: 30_000, liftsOn: '2026-11-27', action: 'top-up' }, '30000'],
    ['promise-too-soon', { liftsOn: '2026-12-01', amountKopecks: 12_050, action: 'top-up' }, '12050'],
    ['promise-too-large', { amountKopecks: 120_000, action: 'top-up' }, '120000'],
  ] as const)('%s leads to the top-up with its sum', async (code, facts, amount) => {
    await show(reasonOf(code, facts));
    expect(link()).toBe(`/contracts/2256884759/top-up?amount=${amount}`);
  });

  it('says number, meaning, what lifts it and when', async () => {
    expect(
      await show(reasonOf('promise-running', { amountKopecks: 30_000, liftsOn: '2026-11-27', action: 'top-up' })),
    ).toBe(
      'Reason 11: A promised payment of 300 ₽ is running. Lifts on 27 November. Pay it back by then: a top-up repays it first. Top up 300 ₽',
    );
  });

  it('tells a promise that was not paid back from one that was just taken', async () => {
    const soon = reasonOf('promise-too-soon', { liftsOn: '2026-12-01' });
    expect(await show(soon)).toBe(
      'Reason 12: The last promised payment is not long ago. Lifts on 1 December. Until then a top-up brings reception on.',
    );
    expect(wrapper?.find('a').exists()).toBe(false);
    expect(await show({ ...soon, liftsOn: null, amountKopecks: 0, action: 'top-up' })).toBe(
      'Reason 12: The last promised payment has not been paid back. A top-up pays it back. Top up',
    );
    expect(link()).toBe('/contracts/2256884759/top-up');
  });

  it('says the operator’s own words in the language on screen, and the time in the operator’s zone', async () => {
    const note = { ru: 'Работы в WebMoney', en: 'Works at WebMoney', sv: 'Arbeten hos WebMoney' };
    const off = { note, liftsOn: '2026-11-24', liftsAt: '2026-11-24T03:00:00Z', action: 'choose-another' } as const;
    expect(await show(reasonOf('method-off', off))).toBe(
      'Reason 31: Works at WebMoney Lifts on 24 November at 06:00. Choose another way.',
    );
    expect(await show(reasonOf('method-off', off), 'ru')).toBe(
      'Причина 31: Работы в WebMoney Снимется 24 ноября в 06:00. Выберите другой способ.',
    );
    // Late in the evening of 21 November in UTC it is 22 November, today, for the operator.
    const soon = reasonOf('method-request-open', { liftsAt: '2026-11-21T21:15:00Z' });
    expect(await show(soon, 'sv')).toContain('Upphör i dag kl. 00:15.');
  });

  it('leads to the payment that is being checked, with or without its sum', async () => {
    const checked = reasonOf('payment-being-checked', { action: 'ask-payment' });
    expect(await show(checked)).toContain('Reason 21: A payment is being checked, so that you do not pay twice.');
    expect(link()).toBe('/contracts/2256884759/top-up');
    expect(await show({ ...checked, amountKopecks: 50_000 })).toContain(
      'Reason 21: A payment of 500 ₽ is being checked',
    );
  });

  it('gives the operator’s telephone where only a call helps', async () => {
    expect(await show(reasonOf('promise-suspended', { liftsOn: '2026-12-10', action: 'resume' }))).toContain(
      'Reason 14',
    );
    expect(link()).toMatch(/^tel:/);
  });

  it('leaves the action to the place that has a better one', async () => {
    expect(await show(reasonOf('payment-being-checked', { action: 'ask-payment' }), 'en', 'Ask now')).toContain(
      'Ask now',
    );
    expect(wrapper?.find('a').exists()).toBe(false);
  });

  it.each(languages)('every code has words of its own in %s, with no gap left in them', async (language) => {
    const said = new Set<string>();
    for (const code of reasonCodes) {
      const text = await show(
        reasonOf(code, { amountKopecks: 1_000, liftsOn: '2026-12-01', liftsAt: '2026-12-01T10:00:00Z' }),
        language,
      );
      expect(text).toContain(` ${reasonNumbers[code]}: `);
      expect(text).not.toMatch(/[{}]|reasons\./);
      said.add(text.replace(/\d+/, ''));
    }
    expect(said.size).toBe(reasonCodes.length);
  });

  it('has a number of its own for every code', () => {
    expect(new Set(Object.values(reasonNumbers)).size).toBe(reasonCodes.length);
  });
});
