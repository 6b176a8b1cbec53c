/**
 * Runs the payment manager of the main process in a separate process without a window: same code, same sealed file, same HTTP
 * client. Reads commands as JSON lines from standard input and writes events to standard output.
 *
 * in:  {"pay": request} · {"show": id} · {"page": id, "how": "returned" | "window-closed"} · {"dismiss": id}
 * out: {"ready": true} · {"payments": […]} · {"opened": id, "pageUrl": …} · {"refused": code}
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { success } from '#protocol/errors/problem.ts';
import { paymentRequest } from '#protocol/api/payments.ts';
import type { Log } from '../../../electron/main/logging/log.ts';
import { createCall, createSessionCall } from '../../../electron/main/operator/call.ts';
import { createHttpClient, createHttpSend } from '../../../electron/main/operator/http.ts';
import { createPaymentManager, type PaymentManager } from '../../../electron/main/payments/payment-manager.ts';
import { keptPayments } from '../../../electron/main/payments/payment-record.ts';
import type { KeyStore } from '../../../electron/main/storage/key-store.ts';
import { createSealedValue } from '../../../electron/main/storage/sealed-value.ts';
import { openTestStore } from '#tests/main/store.fixture.ts';

/** Options of the process, JSON in the environment variable `CHAOS_CLIENT`. */
const setup = z.object({
  origin: z.url(),
  folder: z.string(),
  accessToken: z.string(),
  accountId: z.string(),
  contracts: z.array(z.string()),
  pollIntervalMs: z.int().positive(),
});

const order = z.union([
  z.object({ pay: paymentRequest }),
  z.object({ show: z.string() }),
  z.object({ page: z.string(), how: z.enum(['returned', 'window-closed']) }),
  z.object({ dismiss: z.string() }),
]);

/** No desktop key store is available, and encryption is not what this run tests. */
const keys: KeyStore = {
  backend: () => Promise.resolve('chaos'),
  seal: (text) => Promise.resolve(Buffer.from(text, 'utf8')),
  open: (sealed) => Promise.resolve(sealed.toString('utf8')),
};

function tell(event: object): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

const log: Log = {
  info: () => undefined,
  warn: (what, facts) => process.stderr.write(`${what} ${JSON.stringify(facts ?? {})}\n`),
  error: (what, facts) => process.stderr.write(`${what} ${JSON.stringify(facts ?? {})}\n`),
};

function createManager(): PaymentManager {
  const given = setup.parse(JSON.parse(process.env['CHAOS_CLIENT'] ?? ''));
  const call = createCall({
    send: createHttpSend(createHttpClient({ fetch })),
    origin: () => Promise.resolve(success(given.origin)),
    onExchange: () => undefined,
    log,
    random: Math.random,
    sleep: async (ms) => {
      await sleep(ms);
    },
  });
  return createPaymentManager({
    call: createSessionCall(call, (request) => request(given.accessToken)),
    file: createSealedValue(openTestStore(given.folder), 'payments', keptPayments, keys),
    service: given.origin,
    session: () => ({ accountId: given.accountId, kept: true, sessionId: 'chaos', contracts: given.contracts }),
    pages: {
      show(id, payment) {
        tell({ opened: id, pageUrl: payment.pageUrl });
        return Promise.resolve(null);
      },
      close: () => undefined,
      closeAll: () => undefined,
    },
    mayShow: () => true,
    pollIntervalMs: () => Promise.resolve(given.pollIntervalMs),
    now: Date.now,
    later(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    changed: ({ payments }) => tell({ payments }),
    settled: () => undefined,
    notice: (code) => tell({ notice: code }),
    log,
  });
}

const manager = createManager();
await manager.sessionStarted();
tell({ ready: true, payments: manager.tracked().payments });
for await (const line of createInterface({ input: process.stdin })) {
  const command = order.parse(JSON.parse(line));
  if ('pay' in command) {
    // Not awaited: the page may be closed before the response arrives.
    void manager.start(command.pay).then((answer) => {
      if (!answer.ok) tell({ refused: answer.failure.code });
    });
  } else if ('show' in command) void manager.showPage(command.show);
  else if ('page' in command) manager.pageEnded(command.page, command.how);
  else void manager.dismiss(command.dismiss);
}
manager.stop();
