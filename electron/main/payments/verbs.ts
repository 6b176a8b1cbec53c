import { cards } from '#protocol/api/payments.ts';
import { success } from '#protocol/errors/problem.ts';
import type { Language } from '#protocol/primitives.ts';
import type { OperationHooks, VerbHandlers } from '../ipc/verb-dispatch.ts';
import { resolveChange, type ChangePorts } from '../operator/resolve-lost-response.ts';
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
export function paymentHooks(
  ports: ChangePorts & { readonly payments: Pick<PaymentManager, 'rememberPayee'> },
): OperationHooks {
  const { call, payments } = ports;
  return {
    'cards.unlink': ({ cardId }, next) =>
      resolveChange(ports, {
        call: next,
        read: () => call(cards.list, {}),
        isDone: (state) => state.cards.every(({ id }) => id !== cardId),
      }),
    // Remembers the payee's name that the person saw, for the payment that may follow.
    'payments.payee': async (_input, next) => {
      const answer = await next();
      if (answer.ok) payments.rememberPayee(answer.value);
      return answer;
    },
  };
}
