import { flushPromises, type DOMWrapper, type VueWrapper } from '@vue/test-utils';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failed, success } from '#protocol/errors/problem.ts';
import type { Language } from '#protocol/primitives.ts';
import { blocked, healthy } from '../../testing/overview.fixture.ts';
import { fakeMain, mountScreen, plain, shownAs, type FakeMain } from '../../testing/screen.fixture.ts';
import {
  blockedTerms,
  card,
  ended,
  methods,
  openOne,
  pending,
  previewFor,
  terms,
} from '../../testing/payments.fixture.ts';

let main: FakeMain;
let wrapper: VueWrapper;

beforeEach(() => {
  vi.resetModules();
  main = fakeMain();
  main.get.mockImplementation(() => shownAs(healthy));
  const { payments } = main.bridge;
  payments.terms.mockResolvedValue(success(terms));
  payments.methods.mockResolvedValue(success({ methods: [...methods] }));
  payments.preview.mockImplementation(({ amountKopecks }) => Promise.resolve(success(previewFor(amountKopecks))));
  payments.payee.mockImplementation(({ number }) =>
    Promise.resolve(
      success({
        number,
        kind: number.length === 12 ? ('card' as const) : ('contract' as const),
        maskedName: number === '2256884759' ? 'Irina P•••••••a' : 'Oleg S•••••••v',
        own: number === '2256884759' ? { contractNumber: '2256884759', label: 'Home' } : null,
      }),
    ),
  );
  payments.start.mockResolvedValue(success(openOne));
});
afterEach(() => {
  wrapper.unmount();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function open(language: Language = 'en'): Promise<void> {
  const { default: screen } = await import('./top-up-screen.vue');
  const words = await Promise.all([
    import('./texts.ts').then((m) => m.topUpTexts),
    import('../reasons/texts.ts').then((m) => m.reasonTexts),
    import('../overview/texts.ts').then((m) => m.overviewTexts),
    import('./other-ways/texts.ts').then((m) => m.otherWaysTexts),
    import('../autopay/texts.ts').then((m) => m.autopayTexts),
  ]);
  const [topUp, ...others] = words;
  wrapper = await mountScreen(main, screen, topUp, language, ...others);
  await flushPromises();
}
const page = (): string => plain(wrapper.text());
function button(name: string): DOMWrapper<Element> {
  const found = wrapper.findAll('button').find((one) => plain(one.text()).startsWith(name));
  if (found === undefined) throw new Error(`no button ${name}`);
  return found;
}
async function rest(ms = 400): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await flushPromises();
}
const begun = (): unknown => main.bridge.payments.start.mock.lastCall?.[0];
const amountField = (): Omit<DOMWrapper<HTMLInputElement>, 'exists'> =>
  wrapper.get<HTMLInputElement>('input[name="amount"]');
const numberField = (): Omit<DOMWrapper<HTMLInputElement>, 'exists'> =>
  wrapper.get<HTMLInputElement>('input[inputmode="numeric"]');

/** Types as people do: the whole text at once, then a rest. */
async function typeNumber(text: string): Promise<void> {
  numberField().element.value = text;
  await numberField().trigger('input');
  await rest();
}
async function typeAmount(text: string): Promise<void> {
  await amountField().trigger('focus');
  await amountField().setValue(text);
  await rest();
}

describe('what is shown before paying', () => {
  it('names amounts by what they buy and says how the first came about', async () => {
    await open();
    expect(page()).toContain('Balance 737.40 ₽. You can watch until 20 December.');
    const tiles = wrapper.findAll('.tile').map((tile) => plain(tile.text()));
    expect(tiles.slice(0, 2)).toEqual(['To 31 December227 ₽11 days more', 'To 31 January925 ₽42 days more']);
    expect(page()).toContain(
      '8 days of November at 33.27 ₽ and December at 698 ₽, less your 737.40 ₽, make 226.76 ₽. Football is counted until it ends on 30 November.',
    );
    expect(page()).toContain('227 ₽ takes you to 31 December');
    expect(page()).toContain('Without it you can watch until 20 December.');
    expect(page()).toContain('Bank card, no commission');
  });

  it.each([
    ['ru', 'Ноябрь: 8 дней по 33,27 ₽ и декабрь: 698 ₽, минус ваши 737,40 ₽ — итого 226,76 ₽.'],
    ['ru', 'ещё 11 дней'],
    ['sv', '8 dagar i november à 33,27 ₽ och december för 698 ₽, minus dina 737,40 ₽, blir 226,76 ₽.'],
    ['sv', '11 dagar till'],
  ] as const)('%s: %s', async (language, words) => {
    await open(language);
    expect(page()).toContain(words);
  });

  it('compares balance and last day with and without it', async () => {
    await open();
    const rows = wrapper.findAll('table.compare tr').map((row) => plain(row.text()));
    expect(rows.slice(1)).toEqual([
      'Balance737.40 ₽964.40 ₽',
      'Watch until20 December31 December',
      'From 1 December22.52 ₽ a day',
    ]);
  });

  it('brings reception back when it is off', async () => {
    main.get.mockImplementation(() => shownAs(blocked));
    main.bridge.payments.terms.mockResolvedValue(success(blockedTerms));
    main.bridge.payments.preview.mockImplementation(({ amountKopecks }) =>
      Promise.resolve(
        success({
          ...previewFor(amountKopecks),
          before: { balanceKopecks: -8560, lastDay: null, reception: blockedTerms.reception },
          after: { balanceKopecks: 40, lastDay: '2026-11-22', receptionOn: true },
          chargedTodayKopecks: 3327,
        }),
      ),
    );
    await open();
    expect(page()).toContain('Reception is off: 86 ₽ brings it back.');
    expect(page()).toContain('On again now');
    expect(page()).toContain('86 ₽ brings reception back, until 22 November');
    expect(page()).toContain('33.27 ₽ of it are charged today');
    expect(page()).toContain('Without it reception stays off.');
  });

  it('keeps a way that is off in its place, with its number, why, and until when', async () => {
    await open();
    const row = wrapper.findAll('.row').find((one) => one.text().includes('WebMoney'));
    expect(plain(row?.text() ?? '')).toContain('Reason 31');
    expect(plain(row?.text() ?? '')).toContain('Works at WebMoney: choose another way.');
    expect(plain(row?.text() ?? '')).toContain('Lifts on 24 November at 06:00.');
    const radio = row?.get('input');
    expect(radio?.attributes('aria-disabled')).toBe('true');
    expect(radio?.attributes('disabled')).toBeUndefined();
    const press = new MouseEvent('click', { bubbles: true, cancelable: true });
    radio?.element.dispatchEvent(press);
    expect(press.defaultPrevented).toBe(true);
    await flushPromises();
    expect(page()).toContain('Bank card, no commission');
    expect(page()).toContain('10–15,000 ₽ a day, 30,000 ₽ a month · no commission · up to 5,000 ₽ more now');
  });

  it('waits as a skeleton, and says why when there is nothing to show', async () => {
    main.bridge.payments.terms.mockImplementation(() => new Promise(() => undefined));
    await open();
    expect(page()).toContain('The ways to pay are loading');
    wrapper.unmount();
    main.bridge.payments.terms.mockResolvedValue(failed({ code: 'service-failed' }));
    await open();
    await vi.waitFor(() => expect(wrapper.find('[data-code="service-failed"]').exists()).toBe(true));
    main.bridge.payments.terms.mockResolvedValue(success(terms));
    await button('Try again').trigger('click');
    await flushPromises();
    expect(wrapper.find('[data-code="service-failed"]').exists()).toBe(false);
  });

  it('shows what was known last while the line is down, and why paying waits', async () => {
    main.get.mockImplementation(() => shownAs(healthy, 'service-unreachable'));
    main.bridge.payments.terms.mockResolvedValue(failed({ code: 'service-unreachable' }));
    main.bridge.payments.methods.mockResolvedValue(failed({ code: 'service-unreachable' }));
    main.bridge.payments.payee.mockResolvedValue(failed({ code: 'service-unreachable' }));
    await open();
    main.tellService({ state: 'down', code: 'service-unreachable', since: '2026-11-22T09:20:00Z' });
    await flushPromises();
    expect(page()).toContain('Figures as of 22 November, 12:12');
    expect(page()).toContain('227 ₽ takes you to 31 December');
    expect(page()).toContain('There is no connection. Paying in the program waits until it is back.');
    await button('Go to payment page').trigger('click');
    await flushPromises();
    expect(main.bridge.payments.start).not.toHaveBeenCalled();
  });
});

describe('for whom', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));

  it('shows who is behind a number, once the typing rests', async () => {
    await open();
    expect(page()).toContain('Irina P•••••••aYour contract, Home');
    await typeNumber('0471 2290 3358');
    expect(main.bridge.payments.payee.mock.lastCall?.[0]).toEqual({ number: '047122903358' });
    expect(page()).toContain('Oleg S•••••••vSomebody else’s smart cardCompare the name before you pay.');
    expect(numberField().element.value).toBe('0471 2290 3358');
    await typeAmount('425');
    expect(page()).toContain('425 ₽ for Oleg S•••••••v');
    expect(page()).toContain('The balance of somebody else’s contract is not shown to you.');
    expect(wrapper.find('table.compare').exists()).toBe(false);
    await button('Go to payment page').trigger('click');
    await flushPromises();
    expect(begun()).toMatchObject({ payee: '047122903358', amountKopecks: 42_500 });
  });

  it.each([
    ['123456789', '9 digits are too few: a contract has 10, a smart card 12.'],
    ['12345678901', '11 digits are neither: a contract has 10, a smart card 12.'],
    ['1234567890123', '13 digits are too many: a contract has 10, a smart card 12.'],
    ['', 'Enter the number of the contract or the card.'],
  ])('refuses %j in words', async (typed, words) => {
    await open();
    await typeNumber(typed);
    await button('Go to payment page').trigger('click');
    await rest();
    expect(page()).toContain(words);
    expect(numberField().attributes('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(numberField().element);
    expect(main.bridge.payments.start).not.toHaveBeenCalled();
  });

  it('takes full-width digits and hyphens', async () => {
    await open();
    await typeNumber('２２-５６８８-４７５０');
    expect(main.bridge.payments.payee.mock.lastCall?.[0]).toEqual({ number: '2256884750' });
  });

  it('refuses a closed contract by its number, and one that does not exist', async () => {
    await open();
    main.bridge.payments.payee.mockResolvedValue(failed({ code: 'contract-closed' }));
    await typeNumber('2256884750');
    await vi.waitFor(() => expect(page()).toContain('Reason 41'));
    await button('Go to payment page').trigger('click');
    await rest();
    main.bridge.payments.payee.mockResolvedValue(failed({ code: 'payee-not-found' }));
    await typeNumber('2256884751');
    await vi.waitFor(() => expect(wrapper.find('[data-code="payee-not-found"]').exists()).toBe(true));
    await button('Back to my contract').trigger('click');
    await rest();
    expect(page()).toContain('Your contract, Home');
    expect(main.bridge.payments.start).not.toHaveBeenCalled();
  });
});

describe('how much', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));

  it.each([
    ['0', 'The amount has to be above zero.'],
    ['-5', 'The amount has to be above zero.'],
    ['10.001', 'A kopeck is the smallest: at most two digits after the point.'],
    ['1e6', 'This is not an amount. Digits are enough: 425 or 425.50.'],
    ['12 34', 'The digits are grouped oddly. Write it without gaps: 1500.'],
    ['9.99', 'The least is 10 ₽.'],
    ['15 000,01', 'The most this way takes now is 15,000 ₽.'],
    ['', 'Enter an amount.'],
  ])('refuses %j in words', async (typed, words) => {
    await open();
    await typeAmount(typed);
    await button('Go to payment page').trigger('click');
    await rest();
    expect(page()).toContain(words);
    expect(amountField().attributes('aria-invalid')).toBe('true');
    expect(document.activeElement).toBe(amountField().element);
    expect(main.bridge.payments.start).not.toHaveBeenCalled();
  });

  it.each([
    ['１００', 10_000],
    ['1 234,50', 123_450],
    ['1,234', 123_400],
    ['1\u00a0000', 100_000],
    ['425', 42_500],
  ])('takes %j', async (typed, kopecks) => {
    await open();
    await typeAmount(typed);
    expect(main.bridge.payments.preview.mock.lastCall?.[0]).toEqual({
      contractNumber: '2256884759',
      amountKopecks: kopecks,
    });
    await button('Go to payment page').trigger('click');
    await flushPromises();
    expect(begun()).toEqual({
      payee: '2256884759',
      amountKopecks: kopecks,
      method: 'bank-card',
      phone: null,
      linkedCardId: null,
      linkCard: false,
    });
  });

  it('says nothing of what is still being typed, and follows the limits of the chosen way', async () => {
    await open();
    await typeAmount('6');
    expect(page()).not.toContain('The least is');
    await typeAmount('6000');
    expect(page()).not.toContain('The most');
    await wrapper.get('input[value="mobile"]').trigger('click');
    await rest();
    expect(page()).toContain('The most this way takes now is 5,000 ₽.');
  });

  it('begins with the amount that the page was opened for', async () => {
    await open();
    await wrapper.setProps({ amount: 92_500 });
    await rest();
    expect(page()).toContain('925 ₽ takes you to');
    await wrapper.setProps({ amount: 15_000 });
    await rest();
    expect(amountField().element.value).toBe('150');
  });
});

describe('how', () => {
  it('asks a phone, checked in place', async () => {
    await open();
    await wrapper.get('input[value="mobile"]').trigger('click');
    await flushPromises();
    const phone = wrapper.get<HTMLInputElement>('input[type="tel"]');
    expect(plain(phone.element.value)).toBe('+7 900 123-45-67');
    await phone.setValue('12');
    await button('Ask the phone').trigger('click');
    await flushPromises();
    expect(page()).toContain('This is not a phone number.');
    expect(document.activeElement).toBe(phone.element);
    await phone.setValue('8 (900) 555-01-42');
    await button('Ask the phone').trigger('click');
    await flushPromises();
    expect(begun()).toMatchObject({ method: 'mobile', phone: '+79005550142', linkedCardId: null });
  });

  it('pays with a linked card at once, or links another', async () => {
    main.bridge.cards.list.mockResolvedValue(success({ cards: [card] }));
    await open();
    await wrapper.get(`input[value="${card.id}"]`).setValue(true);
    expect(page()).toContain('Visa •• 4242 is charged at once, no page is shown.');
    expect(wrapper.find('input[type="checkbox"]').exists()).toBe(false);
    await button('Pay 227 ₽').trigger('click');
    await flushPromises();
    expect(begun()).toMatchObject({ method: 'bank-card', linkedCardId: 'card-1', linkCard: false });
  });

  it('links the card only when asked to', async () => {
    await open();
    await wrapper.get('input[type="checkbox"]').setValue(true);
    await button('Go to payment page').trigger('click');
    await flushPromises();
    expect(begun()).toMatchObject({ linkedCardId: null, linkCard: true });
  });

  it('begins once however often it is pressed', async () => {
    main.bridge.payments.start.mockImplementation(() => new Promise(() => undefined));
    await open();
    await button('Go to payment page').trigger('click');
    await button('Go to payment page').trigger('click');
    await flushPromises();
    expect(main.bridge.payments.start).toHaveBeenCalledTimes(1);
  });

  it('says why it was refused, and asks anew how the ways stand', async () => {
    main.bridge.payments.start.mockResolvedValue(failed({ code: 'method-unavailable' }));
    await open();
    await button('Go to payment page').trigger('click');
    await vi.waitFor(() => expect(wrapper.find('[data-code="method-unavailable"]').exists()).toBe(true));
    expect(main.bridge.payments.methods.mock.calls.length).toBeGreaterThan(1);
  });

  it('begins no second payment while one runs elsewhere: reason 21', async () => {
    main.bridge.payments.start.mockResolvedValue(failed({ code: 'payment-open' }));
    await open();
    await button('Go to payment page').trigger('click');
    await flushPromises();
    expect(wrapper.find('[data-reason="21"]').exists()).toBe(true);
    await button('Go to payment page').trigger('click');
    await flushPromises();
    expect(main.bridge.payments.start).toHaveBeenCalledTimes(1);
    main.tellChange({ topics: ['money'], contractNumber: null });
    await flushPromises();
    expect(wrapper.find('[data-reason="21"]').exists()).toBe(false);
  });
});

describe('a payment under way', () => {
  it('locks the form, and tells of its page', async () => {
    await open();
    await button('Go to payment page').trigger('click');
    await flushPromises();
    expect(page()).toContain('Confirm 227 ₽ on the payment page');
    expect(page()).toContain('The page of pay.plusgate.example is open in its own window.');
    expect(page()).toContain('It waits until 12:19.');
    expect(wrapper.get('.locked').attributes('inert')).toBeDefined();
    expect(wrapper.findAll('button').some((one) => one.text().includes('Go to payment page'))).toBe(false);
    await button('Bring the page to the front').trigger('click');
    await flushPromises();
    expect(main.bridge.payments.showPage).toHaveBeenCalledWith({ id: 'tracked-1' });
    main.bridge.payments.cancelTracked.mockResolvedValue(success(ended('cancelled')));
    await button('Call it off').trigger('click');
    await flushPromises();
    expect(page()).toContain('The payment of 227 ₽ was called off');
    expect(page()).toContain('No money moved.');
  });

  it('is there from before: the form shows what it was', async () => {
    const other = { ...openOne, amountKopecks: 15_000, method: 'sbp' as const, phase: 'checking' as const };
    main.bridge.payments.tracked.mockResolvedValue(
      success({ payments: [{ ...other, because: 'restart', payment: null }] }),
    );
    await open();
    expect(page()).toContain('Checking with the bank: do not pay again');
    expect(page()).toContain('The program ended while a payment of 150 ₽ was under way.');
    expect(wrapper.find('[data-reason="21"]').exists()).toBe(true);
    expect(amountField().element.value).toBe('150');
    expect(wrapper.get<HTMLInputElement>('input[value="sbp"]').element.checked).toBe(true);
    expect(page()).toContain('Balance 737.40 ₽ without the payment under way.');
  });

  it.each([
    ['line', 'The connection broke at 12:05, after 227 ₽ were sent.'],
    ['window-closed', 'The payment window was closed at 12:05.'],
    ['page-failed', 'The payment page did not open, so 227 ₽ cannot have been confirmed there.'],
    ['page-refused', 'The payment page wanted to lead to an address that does not belong to it'],
  ] as const)('is checked because of %s', async (because, words) => {
    const checking = { ...openOne, phase: 'checking' as const, because, brokeAt: '2026-11-22T09:05:00Z' };
    main.bridge.payments.tracked.mockResolvedValue(
      success({ payments: [{ ...checking, lastAskedAt: '2026-11-22T09:06:00Z' }] }),
    );
    await open();
    expect(page()).toContain(words);
    expect(page()).toContain('Last asked at 12:06, then every 10 seconds.');
    const rows = wrapper.findAll('table.compare tr').map((row) => plain(row.text()));
    expect(rows).toEqual([
      'If not paidIf paid',
      'Bank cardnothing−227 ₽',
      'Balance737.40 ₽964.40 ₽',
      'Watch until20 December31 December',
    ]);
    main.bridge.payments.refresh.mockResolvedValue(success(ended('succeeded')));
    await button('Ask the bank now').trigger('click');
    await flushPromises();
    expect(main.bridge.payments.refresh).toHaveBeenCalledWith({ id: 'tracked-1' });
    expect(wrapper.get('[data-phase]').attributes('data-phase')).toBe('settled');
  });

  it('opens the page again where it still waits for the payer, never after a page that led astray', async () => {
    const checking = { ...openOne, phase: 'checking' as const, because: 'window-closed' as const };
    main.bridge.payments.tracked.mockResolvedValue(success({ payments: [checking] }));
    await open();
    expect(button('Open the page again').exists()).toBe(true);
    main.send('payments.changed', { payments: [{ ...checking, because: 'page-refused' }] });
    await flushPromises();
    expect(page()).not.toContain('Open the page again');
  });

  it('shows the code of the fast payment system, and asks the phone', async () => {
    const sbp = { ...openOne, method: 'sbp' as const, phase: 'waiting' as const };
    main.bridge.payments.tracked.mockResolvedValue(
      success({
        payments: [{ ...sbp, payment: { ...pending, method: 'sbp', sbpPayload: 'https://qr.nspk.ru/AS10' } }],
      }),
    );
    await open();
    expect(wrapper.find('svg.qr').exists()).toBe(true);
    expect(page()).toContain('Scan to pay 227 ₽');
    main.send('payments.changed', { payments: [{ ...openOne, method: 'mobile', phase: 'waiting' }] });
    await flushPromises();
    expect(page()).toContain('Answer on the phone to pay 227 ₽');
    main.send('payments.changed', {
      payments: [{ ...openOne, phase: 'waiting', payment: { ...pending, stage: 'bank' } }],
    });
    await flushPromises();
    expect(page()).toContain('The bank is working on 227 ₽');
    main.send('payments.changed', { payments: [{ ...openOne, phase: 'sending', payment: null }] });
    await flushPromises();
    expect(page()).toContain('The operator is taking on 227 ₽');
  });
});

describe('its end', () => {
  it('credited: until when, balance, receipt; nothing is chosen again by itself', async () => {
    main.bridge.payments.tracked.mockResolvedValue(success({ payments: [ended('succeeded')] }));
    await open();
    expect(page()).toContain('You can watch until 20 December');
    expect(page()).toContain('227 ₽ came in: Bank card, no commission. There is nothing more to do.');
    expect(page()).toContain('WhenToday, 12:07');
    expect(wrapper.findAll('.tiles input[type="radio"]:checked')).toEqual([]);
    await button('Save receipt').trigger('click');
    await flushPromises();
    expect(main.bridge.payments.saveReceipt).toHaveBeenCalledWith({ paymentId: 'pay-1' });
    expect(page()).toContain('The receipt is saved.');
    await button('Another payment').trigger('click');
    await flushPromises();
    expect(main.bridge.payments.dismiss).toHaveBeenCalledWith({ id: 'tracked-1' });
    expect(page()).toContain('Choose an amount');
  });

  it.each([
    ['card-declined', 'The bank declined the card.'],
    ['insufficient-funds', 'There is not enough money on the card.'],
    ['card-expired', 'The card has expired.'],
    ['three-d-secure-failed', 'The bank’s code was not confirmed.'],
    ['phone-refused', 'The payment was refused on the phone.'],
    ['phone-balance', 'There is not enough money on the phone’s account.'],
    ['phone-limit', 'The phone’s limit for payments is used up.'],
    ['wallet-refused', 'The wallet refused the payment.'],
    ['bank-timeout', 'The bank did not answer in time'],
    ['limit', 'The amount is over a limit of the payment system.'],
    ['card-unlinked', 'The card is not linked any more.'],
  ] as const)('declined: %s', async (declineReason, words) => {
    main.bridge.payments.tracked.mockResolvedValue(success({ payments: [ended('declined', { declineReason })] }));
    await open();
    expect(page()).toContain('The payment of 227 ₽ did not go through');
    expect(page()).toContain('No money moved.');
    expect(page()).toContain(words);
    await button('Pay again').trigger('click');
    await flushPromises();
    expect(page()).toContain('227 ₽ takes you to 31 December');
    expect(button('Go to payment page').attributes('aria-disabled')).toBeUndefined();
  });

  it('expired, never sent', async () => {
    main.bridge.payments.tracked.mockResolvedValue(success({ payments: [ended('expired')] }));
    await open();
    expect(page()).toContain('Nobody confirmed it in time. No money moved.'.split('. ')[0]);
    main.send('payments.changed', { payments: [{ ...openOne, phase: 'not-sent', payment: null }] });
    await flushPromises();
    expect(page()).toContain('The payment of 227 ₽ never reached the operator');
    expect(page()).toContain('That is certain. You can pay again.');
  });
});
