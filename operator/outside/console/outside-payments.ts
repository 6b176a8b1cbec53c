import type { ConsoleOrder, IncomingMessage, MethodFault, PaymentSystemFault } from '#protocol/api/console.ts';
import type { PaymentMethod } from '#protocol/api/payments.ts';
import type { ControlOrder } from '../../platform/payment-provider/api.ts';
import { ProviderFailure, type ProviderControl } from '../../platform/payment-provider/client.ts';
import { ProblemError } from '../../platform/http/problem-error.ts';

/** What the console can do outside where money is: at phones, at a bank, and at the payment system. */
export interface OutsidePayments {
  /** Somebody writes to the short number; returns what is written back. A message delivered again changes nothing. */
  receiveMessage(message: IncomingMessage): Promise<string>;
  /** As the payment system has them, newest first. @throws `payment-system-unavailable` */
  orders(): Promise<ConsoleOrder[]>;
  /** @throws `not-found`, `input-invalid` (it asks no phone), `payment-system-unavailable` */
  answerAtPhone(orderId: string, yes: boolean): Promise<ConsoleOrder>;
  /** @throws `not-found`, `input-invalid` (it asks no bank), `payment-system-unavailable` */
  answerAtBank(orderId: string, yes: boolean): Promise<ConsoleOrder>;
  /** Gives the whole sum back. @throws `not-found`, `input-invalid` (nothing was paid), `payment-system-unavailable` */
  refund(orderId: string): Promise<ConsoleOrder>;
  paymentFault(): PaymentSystemFault;
  /** @throws `payment-system-unavailable` */
  setPaymentFault(fault: PaymentSystemFault): Promise<PaymentSystemFault>;
  methodsOff(): Promise<ReadonlySet<PaymentMethod>>;
  setMethodFault(method: PaymentMethod, fault: MethodFault): Promise<MethodFault>;
}

export interface OutsidePaymentsDeps {
  /** Processes a message to the short number; resolves with the answer. */
  readonly receiveMessage: (message: IncomingMessage) => Promise<string>;
  /** Payment methods that are switched off. */
  readonly methodsOff: () => Promise<ReadonlySet<PaymentMethod>>;
  readonly switchMethod: (method: PaymentMethod, off: boolean) => Promise<void>;
  /** Null: the payment system is somebody's who takes no orders from a console. */
  readonly control: ProviderControl | null;
  /** Gives an order's whole sum back. */
  readonly refund: (orderId: string) => Promise<unknown>;
}

function refusalOf(error: unknown): unknown {
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

async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw refusalOf(error);
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

/** The console's side of phones, bank and payment system. */
export function createOutsidePayments(deps: OutsidePaymentsDeps): OutsidePayments {
  const { refund } = deps;
  let fault: PaymentSystemFault = { down: false, lostWebhooks: false, doubledWebhooks: false };
  const control = (): ProviderControl => {
    if (deps.control === null) throw new ProblemError('payment-system-unavailable');
    return deps.control;
  };
  const orders = async (): Promise<ConsoleOrder[]> => (await told(control().orders())).map(forConsole);
  const one = async (orderId: string): Promise<ConsoleOrder> => {
    const found = (await orders()).find(({ id }) => id === orderId);
    if (found === undefined) throw new ProblemError('not-found');
    return found;
  };
  return {
    receiveMessage: (message) => deps.receiveMessage(message),
    orders,
    async answerAtPhone(orderId, yes) {
      await told(control().answerAtPhone(orderId, yes));
      return one(orderId);
    },
    async answerAtBank(orderId, yes) {
      await told(control().answerAtBank(orderId, yes));
      return one(orderId);
    },
    async refund(orderId) {
      await told(refund(orderId));
      return one(orderId);
    },
    paymentFault: () => fault,
    async setPaymentFault(wanted) {
      await told(control().setFaults(wanted));
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
