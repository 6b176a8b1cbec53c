import type { Result } from '#protocol/errors/problem.ts';
import type { SendMessage } from '../ipc/send-message.ts';
import { createSessionCall, type Call } from '../operator/call.ts';
import type { ProfileSource } from '../operator/profile-source.ts';
import { createPaymentManager, type PaymentManager } from '../payments/payment-manager.ts';
import type { PayerSession } from '../payments/payment-ports.ts';
import { keptPayments } from '../payments/payment-record.ts';
import { createPaymentWindows } from '../payments/payment-window.ts';
import { createPromiseKeys, keptPromise, type PromiseKeys } from '../promises/promise-keys.ts';
import type { IdleWatch } from '../session/idle-watch.ts';
import type { KeyStore } from '../storage/key-store.ts';
import type { ProgramStore } from '../storage/program-store.ts';
import { createSealedValue } from '../storage/sealed-value.ts';
import type { SessionManager } from '../session/session-manager.ts';
import type { StartContext } from './context.ts';
import type { DataChanges } from './data-changes.ts';
import { later } from './time.ts';

/** Payments and promise keys: the state about money that outlives a request. */
export interface ProgramMoney {
  readonly payments: PaymentManager;
  readonly promiseKeys: PromiseKeys;
  /** Invalidates data about money in the renderer. */
  readonly moneyChanged: (contractNumber: string | null) => void;
  /** Called when the account signs out. */
  readonly left: () => void;
  /** Closes the payment windows and finishes pending writes. */
  readonly close: () => Promise<void>;
}

/** Wires the payment manager, its windows and the promise keys. */
export function createProgramMoney(ports: {
  readonly context: StartContext;
  readonly store: ProgramStore;
  readonly call: Call;
  readonly sessionManager: SessionManager;
  readonly idle: Pick<IdleWatch, 'active'>;
  readonly profile: ProfileSource;
  readonly origin: () => Promise<Result<string>>;
  readonly keys: KeyStore;
  readonly now: () => number;
  readonly dataChanges: DataChanges;
  readonly sendMessage: SendMessage;
}): ProgramMoney {
  const { context, sessionManager, keys, sendMessage, store } = ports;
  const { flags, log, notices } = context;
  const service = flags.operatorOrigin ?? 'embedded';
  const session = (): PayerSession | null => {
    const current = sessionManager.current();
    if (current === null) return null;
    const { account, id, kept } = current;
    return { sessionId: id, accountId: account.id, kept, contracts: account.contracts.map(({ number }) => number) };
  };
  const moneyChanged = (contractNumber: string | null): void => {
    ports.dataChanges.add(['overview', 'money'], contractNumber);
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
  const payments: PaymentManager = createPaymentManager({
    // Outcomes are queried while the program is locked too; nothing is sent to the renderer before it is unlocked.
    call: createSessionCall(ports.call, (request) => sessionManager.beneathLock(request)),
    file: createSealedValue(store, 'payments', keptPayments, keys),
    service,
    session,
    pages: windows,
    mayShow: () => sessionManager.status.get().state === 'signed-in',
    pollIntervalMs: async () => {
      const profile = await ports.profile.get();
      return profile.ok ? profile.value.payments.askEveryMs : null;
    },
    now: ports.now,
    later,
    changed: (tracked) => {
      if (sessionManager.status.get().state !== 'locked') sendMessage('payments.changed', tracked);
    },
    settled: ({ contractNumber }) => moneyChanged(contractNumber),
    notice: notices.add,
    log,
  });
  const promiseKeys = createPromiseKeys({
    file: createSealedValue(store, 'promise', keptPromise, keys),
    service,
    payer: session,
    log,
  });

  let known: string | null = null;
  sessionManager.status.watch(({ state }) => {
    if (state === 'locked') windows.closeAll();
    if (state === 'signed-in') sendMessage('payments.changed', payments.tracked());
    const id = session()?.sessionId ?? null;
    if (id === known) return;
    known = id;
    if (id !== null) void payments.sessionStarted();
  });
  return {
    payments,
    promiseKeys,
    moneyChanged,
    left(): void {
      payments.sessionEnded();
      promiseKeys.left();
    },
    async close(): Promise<void> {
      payments.stop();
      windows.closeAll();
      await payments.settled();
    },
  };
}
