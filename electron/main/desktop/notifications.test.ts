import { expect, test } from 'vitest';
import type { OperatorEvent } from '#protocol/events/events.ts';
import type { PaymentStatus } from '#protocol/api/payments.ts';
import { languages } from '#protocol/primitives.ts';
import { createEventReporter } from './event-reporter.ts';
import { notificationText, summaryText, veiledText, type NotificationText } from './notification-texts.ts';

const base = { id: '1', at: '2026-11-22T10:00:00Z', contractNumber: '1234567890' };
const credited: OperatorEvent = { ...base, type: 'top-up-credited', amountKopecks: 42_500, balanceKopecks: -8_650 };
const told: OperatorEvent[] = [
  credited,
  { ...base, type: 'top-up-refunded', amountKopecks: 42_500, balanceKopecks: 73_740 },
  { ...base, type: 'reception-warning', daysLeft: 3, lastDay: '2026-11-25', balanceKopecks: 100 },
  { ...base, type: 'reception-blocked', missingKopecks: 8_601 },
  { ...base, type: 'reception-restored', balanceKopecks: 0, lastDay: null },
  { ...base, type: 'reception-restored', balanceKopecks: 0, lastDay: '2026-12-14' },
  { ...base, type: 'promise-returned', amountKopecks: 10_000, balanceKopecks: -10_000 },
  { ...base, type: 'promise-taken', amountKopecks: 10_000, dueOn: '2026-11-27', lastDay: '2026-11-26' },
  { ...base, type: 'autopay-announced', on: '2026-11-23', amountKopecks: 50_000, cardMask: '•• 4242' },
  payment('declined'),
  payment('succeeded', null),
  payment('succeeded', null, true),
];

function payment(
  status: PaymentStatus,
  contractNumber: string | null = base.contractNumber,
  refunded = false,
): OperatorEvent {
  return {
    ...base,
    contractNumber,
    type: 'payment-changed',
    paymentId: 'p1',
    origin: 'online',
    method: 'bank-card',
    status,
    declineReason: status === 'declined' ? 'insufficient-funds' : null,
    refunded,
    amountKopecks: 42_500,
  };
}

test.each<[PaymentStatus, string | null, boolean]>([
  ['created', base.contractNumber, false],
  ['pending', base.contractNumber, false],
  ['cancelled', base.contractNumber, false],
  ['declined', base.contractNumber, true],
  ['expired', base.contractNumber, true],
  ['expired', null, true],
  // Told as money credited, by an event of its own, to the people of the contract.
  ['succeeded', base.contractNumber, false],
  ['succeeded', null, true],
])('a payment that is %s for contract %s is news: %s', (status, number, isNews) => {
  for (const language of languages) expect(notificationText(payment(status, number), language) !== null).toBe(isNews);
});

test('money that comes back is not told as money that arrived', () => {
  expect(notificationText(payment('succeeded', base.contractNumber, true), 'en')).toBeNull();
  const [arrived, back] = [payment('succeeded', null), payment('succeeded', null, true)].map((event) =>
    notificationText(event, 'en'),
  );
  expect(arrived?.title).toBe('Payment credited');
  expect(back).toEqual({ title: 'Payment given back', body: expect.stringMatching(/^₽?425.₽? come back/u) as string });
});

const plain = (text: string): string => text.replace(/\s/gu, ' ');

test('a credited top-up in Russian', () => {
  const text = notificationText(credited, 'ru')!;
  expect({ ...text, body: plain(text.body) }).toEqual({
    title: 'Деньги зачислены',
    body: 'Зачислено 425 ₽. Баланс: −86,50 ₽.',
  });
});

test.each<[number, string]>([
  [1, 'Остался 1 день'],
  [3, 'Осталось 3 дня'],
  [5, 'Осталось 5 дней'],
  [21, 'Остался 21 день'],
])('%i days in Russian', (daysLeft, words) => {
  const event: OperatorEvent = {
    ...base,
    type: 'reception-warning',
    daysLeft,
    lastDay: '2026-11-25',
    balanceKopecks: 0,
  };
  expect(notificationText(event, 'ru')?.body).toContain(words);
});

test('each event but the daily charge has words of its own in each language', () => {
  for (const language of languages) {
    const texts = told.map((event) => notificationText(event, language)!);
    expect(new Set(texts.map(({ body }) => body)).size).toBe(told.length);
    for (const text of texts) expect(text.body).not.toMatch(/undefined|null|NaN|!/);
  }
  const daily: OperatorEvent = {
    ...base,
    type: 'daily-charged',
    day: '2026-11-22',
    amountKopecks: 1,
    balanceKopecks: 1,
  };
  expect(notificationText(daily, 'ru')).toBeNull();
});

test('fresh events are told one by one, those older than a day as one sum', () => {
  const shown: NotificationText[] = [];
  let run: (() => void) | null = null;
  const reporter = createEventReporter({
    language: () => 'en',
    veiled: () => false,
    now: () => Date.parse('2026-11-24T10:00:00Z'),
    later: (_ms, callback) => {
      run = callback;
      return () => {
        run = null;
      };
    },
    show: (text) => shown.push(text),
  });
  reporter.report(credited);
  reporter.report({ ...credited, id: '2' });
  reporter.report({ ...credited, id: '3', at: '2026-11-24T09:00:00Z' });
  expect(shown).toEqual([notificationText(credited, 'en')]);
  (run as (() => void) | null)?.();
  expect(shown[1]).toEqual(summaryText(2, 'en'));
});

test('while locked it is said once that there is something, and neither what nor of which contract', () => {
  const shown: { text: NotificationText; contractNumber: string | null; about: string | null }[] = [];
  let veiled = true;
  const due: (() => void)[] = [];
  const reporter = createEventReporter({
    language: () => 'sv',
    veiled: () => veiled,
    now: () => Date.parse('2026-11-22T10:00:00Z'),
    later: (_ms, run) => {
      due.push(run);
      return () => undefined;
    },
    show: (text, contractNumber, about) => shown.push({ text, contractNumber, about }),
  });
  const said = { text: veiledText('sv'), contractNumber: null, about: null };
  for (const event of told) reporter.report(event);
  reporter.report({ ...credited, at: '2026-11-01T10:00:00Z' });
  expect(shown).toEqual([said]);
  veiled = false;
  reporter.opened();
  reporter.report(credited);
  expect(shown.slice(1)).toEqual([
    { text: notificationText(credited, 'sv'), contractNumber: '1234567890', about: 'top-up-credited' },
  ]);
  // An old one that waits for its sum while the lock falls is veiled too.
  reporter.report({ ...credited, at: '2026-11-01T10:00:00Z' });
  veiled = true;
  for (const run of due) run();
  expect(shown.slice(2)).toEqual([said]);
  expect(JSON.stringify(languages.map(veiledText))).not.toMatch(/\d/);
});
