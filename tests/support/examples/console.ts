import type { consoleOperations } from '#protocol/api/console.ts';
import { exampleContract, type OperationExamples } from './example.ts';

const clock = { now: '2026-11-22T09:00:00.000Z', today: '2026-11-22' };
const mail = {
  id: 'mail-1',
  at: clock.now,
  to: 'vera@example.test',
  from: 'operator@example.test',
  subject: 'Confirm your address',
  language: 'en',
} as const;
const order = {
  id: 'order-1',
  paymentId: 'payment-1',
  method: 'mobile',
  amountKopecks: 50_000,
  status: 'processing',
  phone: '+79990000000',
  waitsForPhone: true,
  waitsForBank: false,
  createdAt: clock.now,
  unsentWebhooks: 0,
} as const;

export const consoleExamples: OperationExamples<typeof consoleOperations> = {
  readClock: { input: {}, answer: clock },
  advanceClock: { input: { ms: 60_000 }, answer: clock },
  createTopUp: {
    input: { contractNumber: exampleContract, amountKopecks: 10_000, idempotencyKey: 'top-up-example' },
    answer: { entryId: 'entry-1', balanceKopecks: 10_000 },
  },
  listMail: { input: {}, answer: { letters: [mail] } },
  readMail: { input: { letterId: 'mail-1' }, answer: { ...mail, text: 'Hello', html: '<p>Hello</p>', links: [] } },
  listMessages: {
    input: {},
    answer: {
      messages: [{ id: 'sms-1', at: clock.now, phone: '+79990000000', text: 'Code 123456', direction: 'out' }],
    },
  },
  receiveMessage: {
    input: { phone: '+79990000000', text: 'BALANCE', messageId: 'message-1' },
    answer: { answer: 'Balance 100.00' },
  },
  listPayments: { input: {}, answer: { orders: [order] } },
  answerByPhone: { input: { orderId: 'order-1', yes: true }, answer: order },
  answerByBank: { input: { orderId: 'order-1', yes: false }, answer: order },
  refundPayment: { input: { orderId: 'order-1' }, answer: order },
  setMailFault: { input: { down: true }, answer: { down: true } },
  setIdentityProviderFault: { input: { provider: 'vk', down: true }, answer: { down: true } },
  setPaymentSystemFault: {
    input: { down: false, lostWebhooks: true, doubledWebhooks: false },
    answer: { down: false, lostWebhooks: true, doubledWebhooks: false },
  },
  setPaymentMethodFault: { input: { method: 'qiwi', off: true }, answer: { off: true } },
  setConnectionFault: {
    input: { delayMs: 100, failShare: 0.5, cutShare: 0 },
    answer: { delayMs: 100, failShare: 0.5, cutShare: 0 },
  },
};
