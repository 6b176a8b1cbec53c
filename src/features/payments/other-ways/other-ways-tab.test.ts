import { flushPromises, type DOMWrapper, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import type { OtherWay } from '#protocol/api/profile.ts';
import { healthy, profileFixture } from '../../../testing/overview.fixture.ts';
import { fakeMain, mountScreen, plain, type FakeMain } from '../../../testing/screen.fixture.ts';

let main: FakeMain;
let wrapper: VueWrapper;

const way = (id: OtherWay['id']): OtherWay => {
  const said = (text: string): OtherWay['name'] => ({ ru: text, en: text, sv: text });
  return {
    id,
    name: said(id),
    fee: said(`fee of ${id}`),
    takes: said(`time of ${id}`),
    steps: [said(`step of ${id}`)],
  };
};
const profile = {
  ...profileFixture,
  otherWays: (['sms', 'transfer', 'bank-office', 'terminal', 'post-office'] as const).map(way),
};

beforeEach(() => {
  vi.resetModules();
  main = fakeMain();
  main.bridge.payments.slip.mockImplementation(({ contractNumber, amountKopecks }) =>
    Promise.resolve(
      success({
        contractNumber,
        holder: 'Irina',
        address: 'Tver',
        amountKopecks: amountKopecks ?? 0,
        purpose: `Television, contract ${contractNumber}`,
        recipient: profile.requisites,
        qr: `ST00012|Sum=${amountKopecks ?? 0}`,
      }),
    ),
  );
});
afterEach(() => {
  wrapper.unmount();
  vi.unstubAllGlobals();
});

async function open(overview: typeof healthy | null = healthy): Promise<void> {
  const { default: tab } = await import('./other-ways-tab.vue');
  const { otherWaysTexts } = await import('./texts.ts');
  const { h } = await import('vue');
  const screen = (): unknown => h(tab, { contractNumber: '2256884759', profile, overview });
  wrapper = await mountScreen(main, screen as never, otherWaysTexts);
  await flushPromises();
}
const page = (): string => plain(wrapper.text());
function button(name: string, at = 0): DOMWrapper<Element> {
  const found = wrapper
    .findAll('button')
    .filter((one) => plain(one.attributes('aria-label') ?? one.text()).startsWith(name))[at];
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
}

describe('the message', () => {
  it('begins with the amount that the overview speaks of, is copied exactly, and has its code', async () => {
    await open();
    expect(wrapper.get('[data-sms]').text()).toBe('ntvplus 2256884759 227');
    expect(page()).toContain('Send to 3116');
    await button('Copy the text').trigger('click');
    await flushPromises();
    expect(main.copy).toHaveBeenCalledWith({ text: 'ntvplus 2256884759 227' });
    expect(page()).toContain('Copied');
    expect(wrapper.findAll('svg.qr')[0]?.attributes('aria-label')).toContain('ntvplus 2256884759 227');
  });

  it.each([
    ['0', 'From 10 ₽ to 15,000 ₽.'],
    ['-5', 'From 10 ₽ to 15,000 ₽.'],
    ['15000.01', 'From 10 ₽ to 15,000 ₽.'],
    ['1e6', 'This is not an amount.'],
    ['10.001', 'This is not an amount.'],
  ])('is none for %j', async (typed, words) => {
    await open();
    await wrapper.get('input[name="other-amount"]').setValue(typed);
    expect(page()).toContain(words);
    expect(wrapper.find('[data-sms]').exists()).toBe(false);
    expect(page()).toContain('Enter an amount above: the text needs it.');
  });

  it('needs neither the line nor any figures', async () => {
    main.bridge.payments.slip.mockResolvedValue(failed({ code: 'service-unreachable' }));
    await open(null);
    main.tellService({ state: 'down', code: 'service-unreachable', since: '2026-11-22T09:12:00Z' });
    await wrapper.get('input[name="other-amount"]').setValue('１００');
    expect(wrapper.get('[data-sms]').text()).toBe('ntvplus 2256884759 100');
    expect(page()).toContain('40702810900000000017');
    expect(page()).toContain('The slip is made by the operator’s service, which does not answer just now.');
    await button('Save the payment slip').trigger('click');
    await flushPromises();
    expect(main.bridge.payments.saveSlip).not.toHaveBeenCalled();
  });
});

describe('the others', () => {
  it('say their steps, fee and time', async () => {
    await open();
    for (const id of ['sms', 'transfer', 'bank-office', 'terminal', 'post-office']) {
      const card = plain(wrapper.get(`[data-way="${id}"]`).text());
      expect(card).toContain(`fee of ${id}`);
      expect(card).toContain(`time of ${id}`);
      expect(card).toContain(`step of ${id}`);
    }
  });

  it('copy every detail of the recipient', async () => {
    await open();
    await button('Copy: BIK').trigger('click');
    await flushPromises();
    expect(main.copy).toHaveBeenCalledWith({ text: '044525017' });
    await button('Copy: Purpose').trigger('click');
    await flushPromises();
    expect(main.copy).toHaveBeenCalledWith({ text: 'Television, contract 2256884759' });
  });

  it('save the slip with the amount, or with an open one, and say why it could not be saved', async () => {
    await open();
    await button('Save the payment slip').trigger('click');
    await flushPromises();
    expect(main.bridge.payments.saveSlip).toHaveBeenCalledWith({ contractNumber: '2256884759', amountKopecks: 22_700 });
    expect(page()).toContain('The payment slip is saved.');
    await wrapper.get('input[name="other-amount"]').setValue('');
    main.bridge.payments.saveSlip.mockResolvedValue(failed({ code: 'file-not-saved' }));
    await button('Save the payment slip', 1).trigger('click');
    await flushPromises();
    expect(main.bridge.payments.saveSlip).toHaveBeenLastCalledWith({ contractNumber: '2256884759' });
    await vi.waitFor(() => expect(wrapper.find('[data-code="file-not-saved"]').exists()).toBe(true));
  });
});
