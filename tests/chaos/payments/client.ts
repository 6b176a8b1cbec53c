/**
 * The program's keeper of payments in a process of its own, without the window: the same code that main runs, with the same
 * sealed file, asking over the same HTTP. Orders come as JSON lines on standard input, news leave on standard output.
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
import { createAsking } from '../../../electron/main/operator/asking.ts';
import { createHttpClient, createHttpSend } from '../../../electron/main/operator/http.ts';
import { createPaymentsApi } from '../../../electron/main/operator/payments-api.ts';
import { createPaymentKeeper, type PaymentKeeper } from '../../../electron/main/payments/payment-manager.ts';
import { keptPayments } from '../../../electron/main/payments/payment-record.ts';
import type { KeyStore } from '../../../electron/main/storage/key-store.ts';
import { createSealedValue } from '../../../electron/main/storage/sealed-value.ts';
import { openTestStore } from '#tests/main/store.fixture.ts';

/** What the driver gives the process to start with, in `CHAOS_CLIENT`. */
const setup = z.object({
  origin: z.url(),
  folder: z.string(),
  accessToken: z.string(),
  accountId: z.string(),
  contracts: z.array(z.string()),
  askEveryMs: z.int().positive(),
});

const order = z.union([
  z.object({ pay: paymentRequest }),
  z.object({ show: z.string() }),
  z.object({ page: z.string(), how: z.enum(['returned', 'window-closed']) }),
  z.object({ dismiss: z.string() }),
]);

/** There is no key store of a desktop here; what is sealed is not what this run is about. */
const keys: KeyStore = {
  backend: () => Promise.resolve('chaos'),
  seal: (text) => Promise.resolve(Buffer.from(text, 'utf8')),
  open: (sealed) => Promise.resolve(sealed.toString('utf8')),
};

function tell(news: object): void {
  process.stdout.write(`${JSON.stringify(news)}\n`);
}

const log: Log = {
  info: () => undefined,
  warn: (what, facts) => process.stderr.write(`${what} ${JSON.stringify(facts ?? {})}\n`),
  error: (what, facts) => process.stderr.write(`${what} ${JSON.stringify(facts ?? {})}\n`),
};

function makeKeeper(): PaymentKeeper {
  const given = setup.parse(JSON.parse(process.env['CHAOS_CLIENT'] ?? ''));
  const api = createPaymentsApi(
    createAsking({
      send: createHttpSend(createHttpClient({ fetch })),
      origin: () => Promise.resolve(success(given.origin)),
      onLine: () => undefined,
      log,
      random: Math.random,
      sleep: async (ms) => {
        await sleep(ms);
      },
    }),
  );
  const token = given.accessToken;
  return createPaymentKeeper({
    api: {
      begin: (key, request) => api.begin(token, key, request),
      list: () => api.list(token),
      read: (id) => api.read(token, id),
      byKey: (key) => api.byKey(token, key),
      check: (id) => api.check(token, id),
      cancel: (id) => api.cancel(token, id),
    },
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
    askEveryMs: () => Promise.resolve(given.askEveryMs),
    now: Date.now,
    later(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    changed: ({ payments }) => tell({ payments }),
    ended: () => undefined,
    notice: (code) => tell({ notice: code }),
    log,
  });
}

const keeper = makeKeeper();
await keeper.began();
tell({ ready: true, payments: keeper.tracked().payments });
for await (const line of createInterface({ input: process.stdin })) {
  const wish = order.parse(JSON.parse(line));
  if ('pay' in wish) {
    // Not awaited: a person may close the page while the answer is on its way.
    void keeper.begin(wish.pay).then((answer) => {
      if (!answer.ok) tell({ refused: answer.failure.code });
    });
  } else if ('show' in wish) void keeper.showPage(wish.show);
  else if ('page' in wish) keeper.pageEnded(wish.page, wish.how);
  else void keeper.dismiss(wish.dismiss);
}
keeper.stop();
