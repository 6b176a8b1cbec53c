import { cards, type LinkedCards } from '#protocol/api/payments.ts';
import { failed, success } from '#protocol/errors/problem.ts';
import type { Language } from '#protocol/primitives.ts';
import type { OperationHooks, VerbHandlers } from '../ipc/verb-dispatch.ts';
import type { SessionCall } from '../operator/call.ts';
import { withLostResponse } from '../operator/resolve-lost-response.ts';
import type { PaymentManager } from './payment-manager.ts';

type PaymentVerb = Exclude<
  Extract<keyof VerbHandlers, `payments.${string}`>,
  'payments.saveSlip' | 'payments.saveReceipt'
>;

/** Handlers of the verbs about tracked payments. */
export function paymentVerbs(payments: PaymentManager, language: () => Language): Pick<VerbHandlers, PaymentVerb> {
  return {
    'payments.start': (input) => payments.start({ ...input, language: language() }),
    'payments.tracked': async () => {
      await payments.ready();
      return success(payments.tracked());
    },
    'payments.showPage': ({ id }) => payments.showPage(id),
    'payments.refresh': ({ id }) => payments.refresh(id),
    'payments.cancelTracked': ({ id }) => payments.cancel(id),
    'payments.dismiss': async ({ id }) => success(await payments.dismiss(id)),
  };
}

/** Hooks of the payment and card operations. */
export function paymentHooks(ports: {
  readonly payments: Pick<PaymentManager, 'rememberPayee'>;
  readonly call: SessionCall;
  /** Id of the open session; null when signed out. */
  readonly sessionId: () => string | null;
  readonly sleep: (ms: number) => Promise<void>;
}): OperationHooks {
  const { call, payments, sessionId, sleep } = ports;
  return {
    'cards.unlink': ({ cardId }, next) => {
      const started = sessionId();
      return withLostResponse<LinkedCards, LinkedCards>(
        {
          call: next,
          // Another person may have signed in since the request was sent.
          read: () =>
            sessionId() === started ? call(cards.list, {}) : Promise.resolve(failed({ code: 'session-ended' })),
          isDone: (state) => state.cards.every(({ id }) => id !== cardId),
          answer: success,
        },
        sleep,
      );
    },
    // Remembers the payee's name that the person saw, for the payment that may follow.
    'payments.payee': async (_input, next) => {
      const answer = await next();
      if (answer.ok) payments.rememberPayee(answer.value);
      return answer;
    },
  };
}
