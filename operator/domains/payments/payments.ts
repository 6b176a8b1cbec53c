import type {
  OfferedMethods,
  Payment,
  PaymentByKey,
  PaymentRequest,
  Payments as PaymentList,
  Receipt,
} from '#protocol/api/payments.ts';
import type { AutopayPayments } from '../autopay/index.ts';
import { inSnapshot } from '../../platform/database/unit-of-work.ts';
import { ProviderFailure } from '../../platform/payment-provider/client.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';
import { burnKey, purgeIdempotencyKeys } from '../../platform/idempotency/idempotency.ts';
import { isKey, keyHash } from '../../platform/idempotency/hashes.ts';
import type { TakeSmsPayment } from '../sms-payments/sms-payments.ts';
import { askAbout, callOff } from './query-order.ts';
import { beginPayment, paymentScope } from './begin.ts';
import { describePayment, describePaymentByKey, listPayments } from './describe-payment.ts';
import { readMethodSwitches } from './method-switches.ts';
import { takeOverAnswer } from './open-order.ts';
import { findCardPayment, payWithLinkedCard, takeSmsPayment } from './server-initiated-payment.ts';
import type { PaymentDeps } from './payment-deps.ts';
import { purgeNotices, reconcile } from './reconcile.ts';
import { makeRounds, type Rounds } from '../../platform/jobs/poller.ts';
import { methodStanding } from './rules.ts';
import type { PaymentTable } from './tables.ts';
import { limitDays, methodUse } from './create-payment.ts';
import { takeWebhook } from './webhook.ts';

/** Payments, as the routes and the other parts of the service use them. */
export interface Payments {
  /** See `beginPayment`. */
  begin(accountId: string, request: PaymentRequest, key: string | undefined): Promise<Payment>;
  /** A payment of the account. Errors: `payment-not-found`. */
  read(accountId: string, paymentId: string): Promise<Payment>;
  /**
   * What became of a request. `known: false` is certain, and stays so: should it still arrive, it is refused. Errors:
   * `input-invalid`, `idempotency-key-running` (it is being worked on: ask again).
   */
  byKey(accountId: string, key: string): Promise<PaymentByKey>;
  /** Asks the payment system now. Errors: `payment-not-found`, `payment-system-unavailable`. */
  check(accountId: string, paymentId: string): Promise<Payment>;
  /** Calls off what nobody paid yet. Errors: as `check`. */
  cancel(accountId: string, paymentId: string): Promise<Payment>;
  /** Open ones and the last others, newest first. */
  list(accountId: string): Promise<PaymentList>;
  /** Errors: `payment-not-found`, `payment-not-settled`. */
  receipt(accountId: string, paymentId: string): Promise<Receipt>;
  /** Every way of paying as it stands for the account, in the profile's order. */
  methods(accountId: string): Promise<OfferedMethods>;
  /** See `takeWebhook`. */
  takeWebhook(signature: string | undefined, body: Buffer): Promise<void>;
  /** Gives an order's whole sum back. Throws `ProviderFailure`. */
  refund(orderId: string): Promise<void>;
  readonly takeSms: TakeSmsPayment;
  readonly autopay: AutopayPayments;
  /** Asks about payments that nothing is heard of, from time to time. */
  readonly rounds: Rounds;
  /** Daily housekeeping. */
  tidy(): Promise<void>;
}

/** A payment of the account as it stands. Errors: `payment-not-found`. */
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

/** Does something with a payment of the account that needs the payment system; answers with what it then is. */
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
  // It may have become a payment while the key was waited for, and its try ended with the payment standing.
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
      // Limits of a mobile account are its own; of the person's phones we know one.
      const payer = id === 'mobile' && phone !== null ? { phone } : { accountId };
      const use = await methodUse(core, trx, id, payer, today);
      const standing = methodStanding(rules, switches.has(id), use, now, limitDays(core, today));
      offered.push({ id, name, takes, hint, minKopecks, dayMaxKopecks, monthMaxKopecks, feeKopecks, ...standing });
    }
    return { methods: offered };
  });
}

/** Makes the payments; `rounds` run when started. */
export function createPayments(deps: PaymentDeps, onError: (error: unknown) => void): Payments {
  const { core, provider } = deps;
  return {
    begin: (accountId, request, key) => beginPayment(deps, { accountId, request, key }),
    read: (accountId, paymentId) => read(deps, accountId, paymentId),
    byKey: (accountId, key) => readByKey(deps, accountId, key),
    check: (accountId, paymentId) => withProvider(deps, accountId, paymentId, askAbout),
    cancel: (accountId, paymentId) => withProvider(deps, accountId, paymentId, callOff),
    list: async (accountId) => ({ payments: await listPayments(deps, core.db, accountId) }),
    receipt: (accountId, paymentId) => readReceipt(deps, accountId, paymentId),
    methods: (accountId) => readMethods(deps, accountId),
    takeWebhook: (signature, body) => takeWebhook(deps, signature, body),
    async refund(orderId) {
      const order = await provider.refundOrder(orderId);
      await takeOverAnswer(deps, order.paymentId, order);
    },
    takeSms: (request) => takeSmsPayment(deps, request),
    autopay: {
      pay: (order) => payWithLinkedCard(deps, order),
      find: ({ key }) => findCardPayment(deps, key),
    },
    rounds: makeRounds(core.profile.payments.reconcileMs, () => reconcile(deps, onError), onError),
    async tidy() {
      await purgeNotices(deps);
      await purgeIdempotencyKeys(core.db, core.clock.now());
    },
  };
}
