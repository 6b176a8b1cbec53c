import { pushChannels } from '#protocol/ipc/channels.ts';
import type { Result } from '#protocol/errors/problem.ts';
import type { Push, SendMessage } from '../ipc/push.ts';
import type { OperatorApi } from '../operator/api.ts';
import type { ProfileSource } from '../operator/profile-source.ts';
import { createPaymentKeeper, type PaymentKeeper } from '../payments/payment-manager.ts';
import type { PayerSession } from '../payments/payment-ports.ts';
import { keptPayments } from '../payments/payment-record.ts';
import { createPaymentWindows } from '../payments/payment-window.ts';
import { createPromiseKeys, keptPromise, type PromiseKeys } from '../promises/promise-keys.ts';
import type { IdleWatch } from '../session/idle-watch.ts';
import type { KeyStore } from '../storage/key-store.ts';
import { createSealedFile } from '../storage/sealed-file.ts';
import type { SessionKeeper } from '../session/session-manager.ts';
import type { StartContext } from './context.ts';
import { later } from './time.ts';

/** Everything about money that outlives a question. */
export interface ProgramMoney {
  readonly payments: PaymentKeeper;
  readonly promiseKeys: PromiseKeys;
  /** Money moved, or what moves it was set anew: whoever shows it asks again. */
  readonly moneyChanged: (contractNumber: string | null) => void;
  /** The account was left. */
  readonly left: () => void;
  /** The program ends: windows close, what is known is on disk. */
  readonly close: () => Promise<void>;
}

/** Puts the parts about money together. */
export function createProgramMoney(ports: {
  readonly context: StartContext;
  readonly api: OperatorApi;
  readonly keeper: SessionKeeper;
  readonly idle: Pick<IdleWatch, 'active'>;
  readonly profile: ProfileSource;
  readonly origin: () => Promise<Result<string>>;
  readonly keys: KeyStore;
  readonly now: () => number;
  readonly push: Push;
  readonly sendMessage: SendMessage;
}): ProgramMoney {
  const { context, keeper, keys, push } = ports;
  const { files, flags, log, notices } = context;
  const service = flags.operatorOrigin ?? 'embedded';
  const api = ports.api.payments;
  // An outcome is asked for beneath the lock too; nothing of it is told before it is open.
  const ask = <T>(question: (accessToken: string) => Promise<Result<T>>): Promise<Result<T>> =>
    keeper.beneathLock(question);
  const session = (): PayerSession | null => {
    const current = keeper.current();
    if (current === null) return null;
    const { account, id, kept } = current;
    return { sessionId: id, accountId: account.id, kept, contracts: account.contracts.map(({ number }) => number) };
  };
  const moneyChanged = (contractNumber: string | null): void => {
    if (keeper.status.get().state === 'locked') return;
    ports.sendMessage('data.changed', { topics: ['overview', 'money'], contractNumber });
  };

  const windows = createPaymentWindows({
    parent: context.window,
    origin: async () => {
      const origin = await ports.origin();
      return origin.ok ? origin.value : null;
    },
    ended: (id, how) => payments.pageEnded(id, how),
    active: () => ports.idle.active(),
    later,
    log,
  });
  const payments: PaymentKeeper = createPaymentKeeper({
    api: {
      begin: (key, request) => ask((token) => api.begin(token, key, request)),
      list: () => ask((token) => api.list(token)),
      read: (id) => ask((token) => api.read(token, id)),
      byKey: (key) => ask((token) => api.byKey(token, key)),
      check: (id) => ask((token) => api.check(token, id)),
      cancel: (id) => ask((token) => api.cancel(token, id)),
    },
    file: createSealedFile(files.payments, keptPayments, keys),
    service,
    session,
    pages: windows,
    mayShow: () => keeper.status.get().state === 'signed-in',
    askEveryMs: async () => {
      const profile = await ports.profile.get();
      return profile.ok ? profile.value.payments.askEveryMs : null;
    },
    now: ports.now,
    later,
    changed: (tracked) => {
      if (keeper.status.get().state !== 'locked') push(pushChannels.paymentsChanged, tracked);
    },
    ended: ({ contractNumber }) => moneyChanged(contractNumber),
    notice: notices.add,
    log,
  });
  const promiseKeys = createPromiseKeys({
    file: createSealedFile(files.promise, keptPromise, keys),
    service,
    payer: session,
    log,
  });

  let known: string | null = null;
  keeper.status.watch(({ state }) => {
    if (state === 'locked') windows.closeAll();
    if (state === 'signed-in') push(pushChannels.paymentsChanged, payments.tracked());
    const id = session()?.sessionId ?? null;
    if (id === known) return;
    known = id;
    if (id !== null) void payments.began();
  });
  return {
    payments,
    promiseKeys,
    moneyChanged,
    left(): void {
      payments.left();
      promiseKeys.left();
    },
    async close(): Promise<void> {
      payments.stop();
      windows.closeAll();
      await payments.settled();
    },
  };
}
