import type {
  OfferedMethods,
  Payment,
  PaymentByKey,
  PaymentRequest,
  PaymentList,
  Receipt,
} from '#protocol/api/payments.ts';
import type { CardPayments } from './server-payments.ts';
import { inSnapshot } from '../../platform/database/unit-of-work.ts';
import { ProviderFailure } from '../../platform/payment-provider/client.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { burnKey, purgeIdempotencyKeys } from '../../platform/idempotency/idempotency.ts';
import { isKey, keyHash } from '../../platform/idempotency/hashes.ts';
import type { TakeSmsPayment } from './server-payments.ts';
import { syncPayment, cancelPayment } from './query-order.ts';
import { startPayment, paymentScope } from './start-payment.ts';
import { describePayment, describePaymentByKey, listPayments } from './describe-payment.ts';
import { readMethodSwitches } from './method-switches.ts';
import { applyAnswer } from './open-order.ts';
import { findCardPayment, payWithLinkedCard, createSmsPayment } from './server-initiated-payment.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { purgeNotices, reconcile } from './reconcile.ts';
import { createPoller, type Poller } from '../../platform/jobs/poller.ts';
import { methodAvailability } from './rules.ts';
import type { PaymentTable } from './tables.ts';
import { limitDays, methodUse } from './create-payment.ts';
import { takeWebhook } from './webhook.ts';

/** Payments as the routes and other domains use them. */
export interface Payments {
  /** Creates a payment, see `startPayment`. */
  create(accountId: string, request: PaymentRequest, key: string | undefined): Promise<Payment>;
  /** A payment of the account. Errors: `payment-not-found`. */
  read(accountId: string, paymentId: string): Promise<Payment>;
  /**
   * Outcome of a request by its idempotency key. `known: false` is final: a request that arrives later is refused. Errors:
   * `input-invalid`, `idempotency-key-running` (in progress: query again).
   */
  byKey(accountId: string, key: string): Promise<PaymentByKey>;
  /** Queries the payment system now. Errors: `payment-not-found`, `payment-system-unavailable`. */
  check(accountId: string, paymentId: string): Promise<Payment>;
  /** Cancels an unpaid payment. Errors: as `check`. */
  cancel(accountId: string, paymentId: string): Promise<Payment>;
  /** Open payments and the most recent final ones, newest first. */
  list(accountId: string): Promise<PaymentList>;
  /** Errors: `payment-not-found`, `payment-not-settled`. */
  receipt(accountId: string, paymentId: string): Promise<Receipt>;
  /** All payment methods with their limits for the account, in the profile's order. */
  methods(accountId: string): Promise<OfferedMethods>;
  /** See `takeWebhook`. */
  takeWebhook(signature: string | undefined, body: Buffer): Promise<void>;
  /** Refunds an order in full. Throws `ProviderFailure`. */
  refund(orderId: string): Promise<void>;
  readonly takeSms: TakeSmsPayment;
  readonly autopay: CardPayments;
  /** Periodic reconciliation of open payments. */
  readonly rounds: Poller;
  /** Daily housekeeping. */
  tidy(): Promise<void>;
}

/** Row of a payment of the account. Errors: `payment-not-found`. */
async function requirePayment({ core }: PaymentDeps, accountId: string, id: string): Promise<PaymentTable> {
  const row = await core.db
    .selectFrom('payments')
    .selectAll()
    .where('id', '=', id)
    .where('account_id', '=', accountId)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError('payment-not-found');
  return row;
}

async function read(deps: PaymentDeps, accountId: string, id: string): Promise<Payment> {
  const found = await describePayment(deps, deps.core.db, accountId, id);
  if (found === null) throw new ProblemError('payment-not-found');
  return found;
}

/** Runs work that needs the payment system on a payment of the account. Returns the payment afterwards. */
async function withProvider(
  deps: PaymentDeps,
  accountId: string,
  id: string,
  work: (deps: PaymentDeps, payment: PaymentTable) => Promise<void>,
): Promise<Payment> {
  const payment = await requirePayment(deps, accountId, id);
  try {
    await work(deps, payment);
  } catch (error) {
    if (error instanceof ProviderFailure) throw new ProblemError('payment-system-unavailable');
    throw error;
  }
  return read(deps, accountId, id);
}

async function readByKey(deps: PaymentDeps, accountId: string, key: string): Promise<PaymentByKey> {
  const { core } = deps;
  if (!isKey(key)) throw new ProblemError('input-invalid', { fields: ['key'] });
  const scope = paymentScope(accountId);
  const find = (): Promise<Payment | null> => describePaymentByKey(deps, core.db, accountId, keyHash(scope, key));
  const before = await find();
  if (before !== null) return { known: true, payment: before };
  const burnt = await burnKey(core, scope, key);
  // The payment may have been created while this waited for the key.
  const after = await find();
  if (after !== null) return { known: true, payment: after };
  if (burnt) return { known: false };
  throw new ProblemError('idempotency-key-running', { retryAfterMs: 1_000 });
}

async function readReceipt(deps: PaymentDeps, accountId: string, id: string): Promise<Receipt> {
  const payment = await read(deps, accountId, id);
  const entry =
    payment.entryId === null
      ? undefined
      : await deps.core.db
          .selectFrom('ledger_transactions')
          .select(['id', 'day'])
          .where('id', '=', Number(payment.entryId))
          .executeTakeFirst();
  if (payment.status !== 'succeeded' || entry === undefined) throw new ProblemError('payment-not-settled');
  return { payment, number: String(entry.id), day: entry.day, holderMasked: payment.maskedName };
}

async function readMethods({ core }: PaymentDeps, accountId: string): Promise<OfferedMethods> {
  const { methods } = core.profile.payments;
  const now = core.clock.now();
  const today = core.dayOf(now);
  return inSnapshot(core, async (trx) => {
    const switches = await readMethodSwitches(trx);
    const account = await trx.selectFrom('accounts').select('phone').where('id', '=', accountId).executeTakeFirst();
    const phone = account?.phone ?? null;
    const offered: OfferedMethods['methods'] = [];
    for (const rules of methods) {
      const { id, name, takes, hint, minKopecks, dayMaxKopecks, monthMaxKopecks, feeKopecks } = rules;
      // Mobile limits belong to the phone number; the account's phone is the only known one.
      const payer = id === 'mobile' && phone !== null ? { phone } : { accountId };
      const use = await methodUse(core, trx, id, payer, today);
      const availability = methodAvailability(rules, switches.has(id), use, now, limitDays(core, today));
      offered.push({ id, name, takes, hint, minKopecks, dayMaxKopecks, monthMaxKopecks, feeKopecks, ...availability });
    }
    return { methods: offered };
  });
}

/** Creates the payments service; `rounds` run once started. */
export function createPayments(deps: PaymentDeps, onError: (error: unknown) => void): Payments {
  const { core, provider } = deps;
  return {
    create: (accountId, request, key) => startPayment(deps, { accountId, request, key }),
    read: (accountId, paymentId) => read(deps, accountId, paymentId),
    byKey: (accountId, key) => readByKey(deps, accountId, key),
    check: (accountId, paymentId) => withProvider(deps, accountId, paymentId, syncPayment),
    cancel: (accountId, paymentId) => withProvider(deps, accountId, paymentId, cancelPayment),
    list: async (accountId) => ({ payments: await listPayments(deps, core.db, accountId) }),
    receipt: (accountId, paymentId) => readReceipt(deps, accountId, paymentId),
    methods: (accountId) => readMethods(deps, accountId),
    takeWebhook: (signature, body) => takeWebhook(deps, signature, body),
    async refund(orderId) {
      const order = await provider.refundOrder(orderId);
      await applyAnswer(deps, order.paymentId, order);
    },
    takeSms: (request) => createSmsPayment(deps, request),
    autopay: {
      pay: (order) => payWithLinkedCard(deps, order),
      find: ({ key }) => findCardPayment(deps, key),
    },
    rounds: createPoller(core.profile.payments.reconcileMs, () => reconcile(deps, onError), onError),
    async tidy() {
      await purgeNotices(deps);
      await purgeIdempotencyKeys(core.db, core.clock.now());
    },
  };
}
