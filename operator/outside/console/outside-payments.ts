import type { ConsoleOrder, IncomingMessage, MethodFault, PaymentSystemFault } from '#protocol/api/console.ts';
import type { PaymentMethod } from '#protocol/api/payments.ts';
import type { ControlOrder } from '../../platform/payment-provider/api.ts';
import { ProviderFailure, type ProviderControl } from '../../platform/payment-provider/client.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';

/** Console actions at phones, a bank and the payment system. */
export interface OutsidePayments {
  /** Receives a message to the short number; returns the reply. Repeated delivery changes nothing. */
  receiveMessage(message: IncomingMessage): Promise<string>;
  /** Orders of the payment system, newest first. @throws `payment-system-unavailable` */
  orders(): Promise<ConsoleOrder[]>;
  /** @throws `not-found`, `input-invalid` (not waiting for a phone), `payment-system-unavailable` */
  answerAtPhone(orderId: string, yes: boolean): Promise<ConsoleOrder>;
  /** @throws `not-found`, `input-invalid` (not waiting for a bank), `payment-system-unavailable` */
  answerAtBank(orderId: string, yes: boolean): Promise<ConsoleOrder>;
  /** Refunds the full amount. @throws `not-found`, `input-invalid` (nothing was paid), `payment-system-unavailable` */
  refund(orderId: string): Promise<ConsoleOrder>;
  paymentFault(): PaymentSystemFault;
  /** @throws `payment-system-unavailable` */
  setPaymentFault(fault: PaymentSystemFault): Promise<PaymentSystemFault>;
  methodsOff(): Promise<ReadonlySet<PaymentMethod>>;
  setMethodFault(method: PaymentMethod, fault: MethodFault): Promise<MethodFault>;
}

export interface OutsidePaymentsDeps {
  /** Processes a message to the short number; resolves with the reply. */
  readonly receiveMessage: (message: IncomingMessage) => Promise<string>;
  /** Payment methods that are switched off. */
  readonly methodsOff: () => Promise<ReadonlySet<PaymentMethod>>;
  readonly switchMethod: (method: PaymentMethod, off: boolean) => Promise<void>;
  /** Null: the payment system does not accept console control. */
  readonly control: ProviderControl | null;
  /** Refunds an order in full. */
  readonly refund: (orderId: string) => Promise<unknown>;
}

function problemOf(error: unknown): unknown {
  if (!(error instanceof ProviderFailure)) return error;
  switch (error.trouble) {
    case 'unknown':
      return new ProblemError('not-found');
    case 'invalid':
      return new ProblemError('input-invalid');
    case 'refused':
    case 'silent':
      return new ProblemError('payment-system-unavailable');
  }
}

async function withProblems<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw problemOf(error);
  }
}

function forConsole(order: ControlOrder): ConsoleOrder {
  const { id, paymentId, method, amountKopecks, status, phone, waitsForPhone, waitsForBank, createdAt } = order;
  const { unsentWebhooks } = order;
  return {
    id,
    paymentId,
    method,
    amountKopecks,
    status,
    phone,
    waitsForPhone,
    waitsForBank,
    createdAt,
    unsentWebhooks,
  };
}

/** Creates the console's actions on phones, bank and payment system. */
export function createOutsidePayments(deps: OutsidePaymentsDeps): OutsidePayments {
  const { refund } = deps;
  let fault: PaymentSystemFault = { down: false, lostWebhooks: false, doubledWebhooks: false };
  const control = (): ProviderControl => {
    if (deps.control === null) throw new ProblemError('payment-system-unavailable');
    return deps.control;
  };
  const orders = async (): Promise<ConsoleOrder[]> => (await withProblems(control().orders())).map(forConsole);
  const one = async (orderId: string): Promise<ConsoleOrder> => {
    const found = (await orders()).find(({ id }) => id === orderId);
    if (found === undefined) throw new ProblemError('not-found');
    return found;
  };
  return {
    receiveMessage: (message) => deps.receiveMessage(message),
    orders,
    async answerAtPhone(orderId, yes) {
      await withProblems(control().answerAtPhone(orderId, yes));
      return one(orderId);
    },
    async answerAtBank(orderId, yes) {
      await withProblems(control().answerAtBank(orderId, yes));
      return one(orderId);
    },
    async refund(orderId) {
      await withProblems(refund(orderId));
      return one(orderId);
    },
    paymentFault: () => fault,
    async setPaymentFault(wanted) {
      await withProblems(control().setFaults(wanted));
      fault = wanted;
      return fault;
    },
    methodsOff: () => deps.methodsOff(),
    async setMethodFault(method, { off }) {
      await deps.switchMethod(method, off);
      return { off };
    },
  };
}
